"""The report: from results folders to its pages."""

from collections.abc import Sequence
from pathlib import Path

from report.chapters.contents import chapters
from report.chapters.registry import title
from report.data.folders import Evidence, read_evidence
from report.page.render import rendered_page, write_page

TITLE = "Airflow and Dagster, measured on one weather pipeline"


def write_report(folders: Path | Sequence[Path], out: Path | None = None) -> list[Path]:
    """Write report.md, index.html and one SVG per picture into out, or into the first folder.

    Folders are of `bench run` and of `bench ergonomics`, in any order. Returns the paths written, pages first. Raises
    ResultError if results cannot be read, or two folders are about the same; nothing is written then.
    """
    named = [folders] if isinstance(folders, Path) else list(folders)
    evidence = read_evidence(named)
    return write_evidence(evidence, out or named[0])


def write_evidence(evidence: Evidence, target: Path) -> list[Path]:
    """Write the report of what was read, as write_report does."""
    return write_page(TITLE, _subtitle(evidence), chapters(evidence, target), target)


def rendered(evidence: Evidence, target: Path) -> dict[str, str]:
    """The report as texts by file name, with links that start from target."""
    return rendered_page(TITLE, _subtitle(evidence), chapters(evidence, target))


def _subtitle(evidence: Evidence) -> str:
    """What was measured, and when."""
    return "; ".join(f"{title(key)}, measured {part.measured_on}" for key, part in evidence.parts.items())
