"""Reads an ergonomics folder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from records import schema_2
from records.ergonomics import ABOUT, About, Caught, Change, Facts
from records.measurement import Machine
from records.plan import Stack
from report.errors import ResultError
from report.text import plural

COLD, WARM = "test_cold", "test_warm"


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
    def extent(self) -> str:
        """How much was measured, and when."""
        return f"{plural(self.about.rounds, 'round')}, measured {self.about.created_at:%Y-%m-%d}"

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

    Raises ResultError with file and place where one is missing or cannot be read.
    """
    about: About = _read(folder / ABOUT, Annotated[About, BeforeValidator(schema_2.ergonomics)])
    intentions = folder / "intentions"
    facts = [_read(path, Facts) for path in sorted(intentions.glob("*.json")) if "-round" not in path.stem]
    return Ergonomics(
        folder,
        about,
        [_read(path, Caught) for path in sorted((folder / "mistakes").glob("*.json"))],
        facts,
        _timings(intentions, about.rounds),
        _changes(folder / "changes.json"),
    )


def _timings(folder: Path, rounds: int) -> dict[tuple[str, str, str], dict[int, float]]:
    found: dict[tuple[str, str, str], dict[int, float]] = {}
    for number in range(1, rounds + 1):
        for path in sorted(folder.glob(f"*-round{number}.json")):
            intention, tool, _ = path.stem.split("-")
            for kind, value in _timed(path):
                found.setdefault((kind, intention, tool), {})[number] = value
    return found


def _timed(path: Path) -> Iterator[tuple[str, float]]:
    try:
        for benchmark in json.loads(path.read_text(encoding="utf-8"))["benchmarks"]:
            yield benchmark["name"], float(benchmark["stats"]["data"][0])
    except (ValueError, LookupError, TypeError) as error:
        raise ResultError(f"{path}: is not a file of pytest-benchmark with its data: {error}") from error


def _changes(path: Path) -> list[Change]:
    if not path.exists():
        return []
    found: list[Change] = _read(path, list[Change])
    return found


def _read(path: Path, model: Any) -> Any:
    try:
        return TypeAdapter(model).validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ResultError(f"{path}: there is no such file") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ResultError(f"{path}: {first['msg']}{f' at {place}' if place else ''}") from error
