"""The chapters of one report, in the order of reading."""

from pathlib import Path

from report.chapters.registry import is_about, registered
from report.data.folders import Evidence
from report.page.document import Section, Text


def chapters(evidence: Evidence, target: Path) -> list[Section]:
    """Every chapter that has something to say; target is the folder that links start from."""
    told = [section for chapter in registered() for section in chapter.write(evidence, target)]
    return [*told, *_untold(evidence)]


def _untold(evidence: Evidence) -> list[Section]:
    """What was measured and no chapter is about: it is named, and not left out without a word."""
    untold = [key for key in evidence.parts if not any(is_about(chapter, key) for chapter in registered())]
    said = "Measured, but no chapter of the report covers it. CONTRIBUTING says how to add one."
    return [Section(key, [Text(said)]) for key in untold]
