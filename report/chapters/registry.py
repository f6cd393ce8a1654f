"""The chapters of the report: every folder here that has one, and what its ``CHAPTER`` says of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from records.plan import Contender
from report import chapters
from report.chapters.question import Question
from report.data.folders import Evidence
from report.page.document import Block, Section

_WHERE = {"compose": " on Docker Compose", "attached": " of running deployments"}


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report, or several of the same kind.

    order is its place among the others: the lowest comes first. write makes its sections for a page in the folder that
    links start from, [] where there is nothing to say. about is the name of the evidence that it tells of, where that
    is one thing ("backfills", also where the stacks were up already), and title what readers call that. questions are
    those that its evidence answers, caveats what a reader has to know beside the answers, of the contenders that are
    compared in them; summary is what README shows of it.
    """

    order: int
    write: Callable[[Evidence, Path], list[Section]]
    about: str = ""
    title: str = ""
    questions: Callable[[Evidence], list[Question]] = lambda _: []
    caveats: Callable[[Evidence, Sequence[Contender]], list[str]] = lambda _evidence, _compared: []
    summary: Callable[[Evidence], list[Block]] = lambda _: []


@cache
def registered() -> list[Chapter]:
    """Every chapter, in the order of reading."""
    folders = [module.name for module in iter_modules(chapters.__path__, f"{chapters.__name__}.") if module.ispkg]
    found = [f"{folder}.chapter" for folder in folders if find_spec(f"{folder}.chapter")]
    return sorted((import_module(module).CHAPTER for module in found), key=lambda chapter: chapter.order)


def is_about(chapter: Chapter, key: str) -> bool:
    """Whether a chapter tells of a part of the evidence: of "backfills-compose" the one about "backfills"."""
    return bool(chapter.about) and key in (chapter.about, *(f"{chapter.about}-{where}" for where in _WHERE))


def title(key: str) -> str:
    """What readers call a part of the evidence: "backfills-compose" is Backfill on Docker Compose."""
    for chapter in registered():
        if is_about(chapter, key):
            return chapter.title + _WHERE.get(key.removeprefix(f"{chapter.about}-"), "")
    return key
