"""From two results folders to one comparison, which everything that is shown comes from."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from records.ergonomics import ABOUT
from records.measurement import Machine
from report.compare.differences import Mismatch, mismatches
from report.compare.records import ComparisonRecord, compare
from report.data.read import read_results
from report.data.results import Results
from report.errors import ResultError


class Side(BaseModel):
    """Where one side's figures are from; versions is stack -> package -> version; CPU time at one pace, or as used."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: str
    created_at: datetime
    profile: str
    machines: list[Machine]
    versions: dict[str, dict[str, str]]
    at_one_pace: bool
    repeated: list[str]


class FolderComparison(BaseModel):
    """Both sides, what differs between them apart from the figures, and the figures."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    a: Side
    b: Side
    differences: list[Mismatch]
    records: list[ComparisonRecord]


def compare_folders(a: Path, b: Path) -> FolderComparison:
    """Read and compare two folders of `bench run`.

    Raises ResultError, with the folder's name, if one of them cannot be read or is not of that kind.
    """
    one, other = _read(a), _read(b)
    return FolderComparison(
        a=_side(one), b=_side(other), differences=mismatches(one, other), records=compare(one, other)
    )


def _read(folder: Path) -> Results:
    if (folder / ABOUT).exists():
        raise ResultError(f"{folder}: holds results of bench ergonomics; take two folders of bench run to compare")
    try:
        return read_results(folder)
    except ResultError as error:
        raise ResultError(f"{folder}: {error}") from error


def _side(results: Results) -> Side:
    return Side(
        folder=str(results.folder),
        created_at=results.plan.created_at,
        profile=results.plan.profile,
        machines=results.machines,
        versions=results.installed(),
        at_one_pace=results.at_one_pace,
        repeated=[scenario.name for scenario in results.scenarios if scenario.repeats],
    )
