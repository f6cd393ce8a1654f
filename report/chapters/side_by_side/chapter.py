"""The chapter: for each concept its name, the difference in words, and the code of both wrappers."""

from pathlib import Path

from report.chapters.side_by_side.concepts import CONCEPTS, Concept, Excerpt, read_concepts
from report.chapters.side_by_side.extract import extract
from report.errors import ResultError
from report.page.document import Code, Pair, Section, Text

PROJECT = Path(__file__).resolve().parents[3]
NAMES = ("Airflow", "Dagster")


def sections(concepts: Path = CONCEPTS, project: Path = PROJECT) -> list[Section]:
    """A section a concept, in the order of their file, with the code that the project has now.

    Raises ResultError that names concept, file and symbol where code is not where the concept says.
    """
    return [_concept(concept, project) for concept in read_concepts(concepts)]


def _concept(concept: Concept, project: Path) -> Section:
    try:
        sides = _side(concept.airflow, project), _side(concept.dagster, project)
    except ResultError as error:
        raise ResultError(f"side by side, {concept.title}: {error}") from error
    return Section(concept.title, [Text(" ".join(concept.difference.split())), Pair(NAMES, sides)])


def _side(excerpts: tuple[Excerpt, ...], project: Path) -> list[Code]:
    return [extract(excerpt, project) for excerpt in excerpts]
