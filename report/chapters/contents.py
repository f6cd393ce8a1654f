"""The chapters of one report, in the order of reading."""

from pathlib import Path

from report.chapters.registry import registered
from report.data.folders import Evidence
from report.page.document import Section


def chapters(evidence: Evidence, target: Path) -> list[Section]:
    """Every chapter that has something to say; target is the folder that links start from."""
    return [section for chapter in registered() for section in chapter.write(evidence, target)]
