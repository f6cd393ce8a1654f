"""The page for those who migrate: what each concept becomes in the other tool, with the code of both wrappers."""

import tomllib
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from report.chapters.side_by_side.concepts import read_concepts, read_sides
from report.chapters.side_by_side.wrappers import PROJECT, sides
from report.page.document import Block, Section, Table, Text
from report.page.render import rendered_page

MIGRATING: Final = Path(__file__).with_name("migrating.toml")
PAGE: Final = "docs/migrating.md"
"""Where the page is, from the project's root."""
_SUBTITLE: Final = (
    "What each concept becomes in the other tool, both ways, with the code of this project's two wrappers, and what "
    "has no counterpart. As of Airflow 3.3 with Cosmos 1.15, and Dagster 1.13 in its open-source version."
)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


class Becomes(_Entry):
    """What a concept of concepts.toml becomes, from either tool."""

    title: str
    from_airflow: str
    from_dagster: str


class Without(_Entry):
    """What a tool has and the other has not, and what its users do instead."""

    tool: str
    what: str
    instead: str


class Migrating(_Entry):
    """The page's data."""

    concept: tuple[Becomes, ...] = Field(min_length=1)
    without: tuple[Without, ...] = Field(min_length=1)


def read_migrating() -> Migrating:
    """The page's data, checked."""
    return Migrating.model_validate(tomllib.loads(MIGRATING.read_text(encoding="utf-8")))


def migrating_page(project: Path = PROJECT) -> str:
    """The page as Markdown; raises ResultError where code is not where a tool's file says."""
    return rendered_page("From one tool to the other", _SUBTITLE, _sections(project))["report.md"]


def _sections(project: Path) -> list[Section]:
    found = read_migrating()
    concepts = {concept.title: concept for concept in read_concepts()}
    tools = read_sides(project, tuple(concepts.values()))
    told = [Section(one.title, [*_both_ways(one), sides(concepts[one.title], tools, project)]) for one in found.concept]
    return [*told, Section("Without a counterpart", [_without(found, tool) for tool in ("Airflow", "Dagster")])]


def _both_ways(one: Becomes) -> list[Block]:
    return [
        Text("From Airflow to Dagster", "heading"),
        Text(_one_line(one.from_airflow)),
        Text("From Dagster to Airflow", "heading"),
        Text(_one_line(one.from_dagster)),
        Text("The wrappers' code", "heading"),
    ]


def _without(found: Migrating, tool: str) -> Table:
    rows = [[one.what, _one_line(one.instead)] for one in found.without if one.tool == tool]
    return Table(f"What {tool} has and the other has not", ["What", "What users do instead"], rows, words=2)


def _one_line(text: str) -> str:
    return " ".join(text.split())
