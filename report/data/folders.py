"""Everything that a report is made of: what was read from any number of folders, each of some kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import get_args

from records.names import REFERENCES, Target
from report.data import kinds
from report.data.kinds import Kind, Part
from report.data.results import Results
from report.errors import ResultError


@dataclass(frozen=True)
class Evidence:
    """What was measured, by what it is about; what is not there was not measured.

    A family of scenarios stands under its name ("backfills"), with the reference after it that it is of
    ("backfills-warm"), and the target where the stacks were up already ("backfills-compose"); testing and changing
    under "ergonomics".
    """

    parts: dict[str, Part]

    def of(self, key: str) -> Part | None:
        """The part of that name; None if it was not measured."""
        return self.parts.get(key)

    def runs(self, family: str) -> Results | None:
        """A family's first results; None if it was not measured."""
        return next(iter(self.runs_of(family).values()), None)

    def runs_of(self, family: str) -> dict[str, Results]:
        """A family's results by name, those of stacks that the harness started first, references after other runs."""
        own = [(key, results) for key, results in self.all_runs().items() if family in results.families]
        return dict(sorted(own, key=lambda each: _place(each[1])))

    def all_runs(self) -> dict[str, Results]:
        """The parts that are runs of the pipeline."""
        return {key: part for key, part in self.parts.items() if isinstance(part, Results)}


def _place(results: Results) -> tuple[int, int]:
    """Where results stand among others of their family."""
    order = ["", *REFERENCES]
    profile = results.plan.profile
    return get_args(Target).index(results.plan.target), order.index(profile if profile in order else "")


def read_evidence(folders: Sequence[Path]) -> Evidence:
    """Read results folders of any kind, in any order.

    Raises ResultError if one cannot be read, or where two are about the same: no figure is made of two runs.
    """
    found: dict[str, Part] = {}
    for folder in folders:
        for key, part in _named(folder, folders).items():
            if key in found:
                raise ResultError(f"{folder}: holds {key} and so does {found[key].folder}; take one of them")
            found[key] = part
    if not found:
        raise ResultError("no folder of results was named")
    return Evidence(found)


def _named(folder: Path, folders: Sequence[Path]) -> dict[str, Part]:
    """What the folder holds; of several it is said which one cannot be read."""
    try:
        return _read(folder)
    except ResultError as error:
        if len(folders) == 1 or str(error).startswith(f"{folder}: "):
            raise
        raise ResultError(f"{folder}: {error}") from error


def first_of_each(folders: Sequence[Path]) -> Evidence:
    """Of several folders about the same the first; raises ResultError if one cannot be read."""
    found: dict[str, Part] = {}
    for folder in folders:
        found |= {key: part for key, part in _read(folder).items() if key not in found}
    return Evidence(found)


def _read(folder: Path) -> dict[str, Part]:
    known = list(_kinds())
    for kind in known:
        if (folder / kind.marker).exists():
            return kind.read(folder)
    raise ResultError(f"{folder}: is no folder of results; it has none of {', '.join(kind.marker for kind in known)}")


def _kinds() -> Iterator[Kind]:
    for module in iter_modules(kinds.__path__, f"{kinds.__name__}."):
        kind: Kind = import_module(module.name).KIND
        yield kind
