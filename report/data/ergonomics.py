"""Reads an ergonomics folder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, RootModel

from records import schema_2
from records.ergonomics import ABOUT, About, Caught, Change, Facts, Undisturbed
from records.measurement import Machine
from records.plan import Stack
from records.strict import SCHEMA_VERSION
from report.data.parse import FileKind
from report.errors import AGAIN, ResultError
from report.text import plural

COLD, WARM = "test_cold", "test_warm"
_VERSIONS = f"versions {schema_2.OLDER_ERGONOMICS} and {SCHEMA_VERSION}"
_ABOUT = FileKind[About](Annotated[About, BeforeValidator(schema_2.ergonomics)], _VERSIONS)
_CAUGHT = FileKind[Caught](Caught, _VERSIONS)
_FACTS = FileKind[Facts](Facts, _VERSIONS)
_CHANGES = FileKind[RootModel[list[Change]]](RootModel[list[Change]], _VERSIONS)
_UNDISTURBED = FileKind[Undisturbed](Undisturbed, _VERSIONS)
Record = TypeVar("Record", Caught, Facts, Change, Undisturbed)


@dataclass(frozen=True)
class Ergonomics:
    """Everything of a folder; what was not measured is not there."""

    folder: Path
    about: About
    caught: list[Caught]
    facts: list[Facts]
    timed: dict[tuple[str, str, str], dict[int, float]]
    """(cold or warm, intention, tool) -> round -> wall seconds."""
    changes: list[Change]
    written_in: int = SCHEMA_VERSION
    """The schema version of the folder."""
    undisturbed: list[Undisturbed] = field(default_factory=list)
    """Runs with no mistake made."""

    @property
    def tools(self) -> list[Stack]:
        """Those that were measured, in the order of the tables."""
        return self.about.tools

    @property
    def reference(self) -> str:
        """The name of the tool that ratios are to."""
        return self.about.reference

    @property
    def machines(self) -> list[Machine]:
        """The one that it was measured on."""
        return [self.about.machine]

    @property
    def measured_on(self) -> date:
        """The day on which the run began."""
        return self.about.created_at.date()

    @property
    def extent(self) -> str:
        """How much was measured, and when."""
        return f"{plural(self.about.rounds, 'round')}, measured {self.measured_on}"

    def caught_with(self, tool: str) -> dict[str, Caught]:
        """Mistake -> when it was caught with the tool."""
        return {one.mistake: one for one in self.caught if one.tool == tool}

    def facts_of(self, tool: str) -> dict[str, Facts]:
        """Intention -> its facts."""
        return {one.intention: one for one in self.facts if one.tool == tool}

    @property
    def intentions(self) -> list[str]:
        """Those that were timed, cold and warm, with every tool."""
        named = dict.fromkeys(intention for _, intention, _ in self.timed)
        wanted = [(what, tool.name) for what in (COLD, WARM) for tool in self.tools]
        return [name for name in named if all((what, name, tool) in self.timed for what, tool in wanted)]

    def seconds(self, what: str, intention: str, tool: str) -> list[float]:
        """Wall seconds of each round of an intention's tests, in order."""
        return [value for _, value in sorted(self.timed.get((what, intention, tool), {}).items())]

    def rounds(self, what: str, tool: str) -> list[float]:
        """Seconds of all intentions together, for each round in which every tool has them all."""
        whole = [set(self.timed[what, name, each.name]) for name in self.intentions for each in self.tools]
        numbers = sorted(set[int].intersection(*whole)) if whole else []
        return [sum(self.timed[what, name, tool][number] for name in self.intentions) for number in numbers]


def read_ergonomics(folder: Path) -> Ergonomics:
    """Read every file of the folder.

    Raises ResultError with file and place where one is missing, cannot be read, or is of a tool that ergonomics.json
    does not describe.
    """
    raw = _ABOUT.raw(folder / ABOUT)
    about = _ABOUT.checked(folder / ABOUT, raw)
    tools = [tool.name for tool in about.tools]
    if about.reference not in tools:
        raise ResultError(f"{ABOUT}: the reference {about.reference!r} is not described at $.tools; {AGAIN}")
    intentions = folder / "intentions"
    facts = [path for path in sorted(intentions.glob("*.json")) if "-round" not in path.stem]
    changes = folder / "changes.json"
    return Ergonomics(
        folder,
        about,
        [_of(tools, path, _CAUGHT.read(path)) for path in sorted((folder / "mistakes").glob("*.json"))],
        [_of(tools, path, _FACTS.read(path)) for path in facts],
        _timings(intentions, about.rounds, tools),
        [_of(tools, changes, one) for one in _CHANGES.read(changes).root] if changes.exists() else [],
        raw["schema_version"],
        [_of(tools, path, _UNDISTURBED.read(path)) for path in sorted((folder / "undisturbed").glob("*.json"))],
    )


def _of(tools: list[str], path: Path, record: Record) -> Record:
    """The record; raises ResultError where its tool is none of those."""
    if record.tool not in tools:
        raise ResultError(f"{path.name}: the tool {record.tool!r} is not described in {ABOUT} at $.tools; {AGAIN}")
    return record


def _timings(folder: Path, rounds: int, tools: list[str]) -> dict[tuple[str, str, str], dict[int, float]]:
    found: dict[tuple[str, str, str], dict[int, float]] = {}
    for number in range(1, rounds + 1):
        for path in sorted(folder.glob(f"*-round{number}.json")):
            name = path.stem.removesuffix(f"-round{number}")
            # Names may hold hyphens: the tool is the longest known one that the name ends in.
            tool = max((tool for tool in tools if name.endswith(f"-{tool}")), key=len, default=None)
            if tool is None:
                raise ResultError(f"{path.name}: is of no tool that {ABOUT} describes at $.tools; {AGAIN}")
            for kind, value in _timed(path):
                found.setdefault((kind, name.removesuffix(f"-{tool}"), tool), {})[number] = value
    return found


def _timed(path: Path) -> Iterator[tuple[str, float]]:
    try:
        for benchmark in json.loads(path.read_text(encoding="utf-8"))["benchmarks"]:
            yield benchmark["name"], float(benchmark["stats"]["data"][0])
    except (ValueError, LookupError, TypeError) as error:
        raise ResultError(f"{path}: is not a file of pytest-benchmark with its data: {error}") from error
