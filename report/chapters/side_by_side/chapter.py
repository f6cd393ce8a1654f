"""The chapter: for each concept its name, the difference in words, and the code of every tool's wrapper."""

from pathlib import Path

from report.chapters.registry import Chapter
from report.chapters.side_by_side.concepts import CONCEPTS, Concept, Side, read_concepts, read_sides
from report.chapters.side_by_side.migrating import PAGE, migrating_page
from report.chapters.side_by_side.wrappers import PROJECT, sides
from report.data.folders import Evidence
from report.errors import ResultError
from report.page.document import Section, Table, Text
from report.text import MISSING

TITLE = "Side by side"


def write(_evidence: Evidence, _target: Path) -> list[Section]:
    """The code of this checkout; a report on results is still written where some of it is not where it was."""
    about = Text(
        "How both wrappers say the same thing, concept by concept: the code of this checkout, taken from its files "
        "when this page was written. docs/migrating.md tells what each concept becomes in the other tool."
    )
    try:
        return [Section(TITLE, [about], evidence=sections())]
    except ResultError as problem:
        return [Section(TITLE, [Text(f"Not shown: {problem}.")])]


CHAPTER = Chapter(40, write, pages=lambda: {PAGE: migrating_page()})


def sections(concepts: Path = CONCEPTS, project: Path = PROJECT) -> list[Section]:
    """One section per concept, in the order of their file, with the code that the project has now.

    Raises ResultError that names concept, file and symbol where code is not where a tool's file says.
    """
    known = read_concepts(concepts)
    tools = read_sides(project, known)
    return [_concept(concept, tools, project) for concept in known]


def _concept(concept: Concept, tools: list[Side], project: Path) -> Section:
    labels = [tool.label for tool in tools]
    rows = [[row["what"], *(row.get(label, MISSING) for label in labels)] for row in concept.rows]
    tables = [Table("What still differs", ["What", *labels], rows, words=1 + len(labels))] if rows else []
    return Section(concept.title, [Text(" ".join(concept.difference.split())), *tables, sides(concept, tools, project)])
