"""The chapters of the report: every folder here that has one, and what its ``CHAPTER`` says of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from records.names import REFERENCES
from records.plan import Contender
from report import chapters
from report.chapters.question import Fact, Question
from report.data.folders import Evidence
from report.page.document import Block, Section

_TARGETS = {"": "", "compose": " on Docker Compose", "attached": " of running deployments"}
_REFERENCES = {"": "", **{name: f": {words}" for name, words in REFERENCES.items()}}
_VARIANTS = {
    "-".join(filter(None, (reference, target))): f"{words}{where}"
    for reference, words in _REFERENCES.items()
    for target, where in _TARGETS.items()
}
"""What tells results of a family apart (report.data.results.Results.variant) -> how a title says it."""


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report, or several of the same kind.

    order is its place among the others: the lowest comes first. write makes its sections for a page in the folder that
    links start from, [] where there is nothing to say. about is the name of the evidence that it tells of, where that
    is one thing ("backfills", whichever the reference or the target), and title what readers call that. questions are
    those that its evidence answers, facts what it counts beside them, findings what follows from it for a reader's own
    case, caveats what a reader has to know beside the answers, of the contenders that are compared in them; summary is
    what README shows of it, pages the documents that it keeps beside the report, by place from the project's root.
    """

    order: int
    write: Callable[[Evidence, Path], list[Section]]
    about: str = ""
    title: str = ""
    questions: Callable[[Evidence], list[Question]] = lambda _: []
    facts: Callable[[Evidence], list[Fact]] = lambda _: []
    findings: Callable[[Evidence], list[str]] = lambda _: []
    caveats: Callable[[Evidence, Sequence[Contender]], list[str]] = lambda _evidence, _compared: []
    summary: Callable[[Evidence], list[Block]] = lambda _: []
    pages: Callable[[], dict[str, str]] = lambda: {}


@cache
def registered() -> list[Chapter]:
    """Every chapter, in the order of reading."""
    folders = [module.name for module in iter_modules(chapters.__path__, f"{chapters.__name__}.") if module.ispkg]
    found = [f"{folder}.chapter" for folder in folders if find_spec(f"{folder}.chapter")]
    return sorted((import_module(module).CHAPTER for module in found), key=lambda chapter: chapter.order)


def is_about(chapter: Chapter, key: str) -> bool:
    """Whether a chapter tells of a part of the evidence: of "backfills-compose" the one about "backfills"."""
    return _variant(chapter, key) in _VARIANTS


def title(key: str) -> str:
    """What readers call a part of the evidence: "backfills-warm" is Backfill: warm workers."""
    for chapter in registered():
        if is_about(chapter, key):
            return f"{chapter.title}{_VARIANTS[_variant(chapter, key) or '']}"
    return key


def _variant(chapter: Chapter, key: str) -> str | None:
    """What stands after the chapter's name in a part's; None where the part is of another chapter."""
    if not chapter.about or not f"{key}-".startswith(f"{chapter.about}-"):
        return None
    return key.removeprefix(chapter.about).removeprefix("-")
