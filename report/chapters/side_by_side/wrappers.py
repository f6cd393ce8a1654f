"""The code of every tool's wrapper for a concept, as this checkout has it."""

from pathlib import Path

from report.chapters.side_by_side.concepts import Concept, Side
from report.chapters.side_by_side.extract import extract
from report.errors import ResultError
from report.page.document import Code, Sides

PROJECT = Path(__file__).resolve().parents[3]


def sides(concept: Concept, tools: list[Side], project: Path) -> Sides:
    """One side for each tool.

    Raises ResultError that names concept, file and symbol where code is not where a tool's file says.
    """
    return Sides([tool.label for tool in tools], [_side(concept, tool, project) for tool in tools])


def _side(concept: Concept, tool: Side, project: Path) -> list[Code]:
    try:
        return [extract(excerpt, project) for excerpt in tool.concepts.get(concept.title, ())]
    except ResultError as error:
        raise ResultError(f"side by side, {concept.title}, {tool.label}: {error}") from error
