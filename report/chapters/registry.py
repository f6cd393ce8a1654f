"""What a chapter's folder says of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from report.data.folders import Evidence
from report.page.document import Section


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report, or several of the same kind.

    order is its place among the others: the lowest comes first. write makes its sections for a page in the folder that
    links start from, [] where there is nothing to say.
    """

    order: int
    write: Callable[[Evidence, Path], list[Section]]
