"""The chapters of the report, in reading order: every folder here that has a chapter."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from report import chapters as folder
from report.chapters.registry import Chapter
from report.data.folders import Evidence
from report.page.document import Section


def chapters(evidence: Evidence, target: Path) -> list[Section]:
    """Every chapter that has something to say; target is the folder that links start from."""
    ordered = sorted(_found(), key=lambda chapter: chapter.order)
    return [section for chapter in ordered for section in chapter.write(evidence, target)]


def _found() -> Iterator[Chapter]:
    for module in iter_modules(folder.__path__, f"{folder.__name__}."):
        if module.ispkg:
            chapter: Chapter = import_module(f"{module.name}.chapter").CHAPTER
            yield chapter
