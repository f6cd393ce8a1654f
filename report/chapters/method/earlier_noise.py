"""How narrow an interval is from one hour to another: what runs of an earlier method said, kept in a table."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from report.page.document import Table
from report.text import MISSING, listed

_FILE: Final = Path(__file__).with_suffix(".toml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Run(_Strict):
    """Half-widths in percent, of Airflow (tuned) and of Dagster (tuned)."""

    on: date
    machine: str = ""
    rounds: int
    as_used: tuple[float, float]
    at_one_pace: tuple[float, float] | None = None


class _Runs(_Strict):
    """The runs, and where their raw values are; of all A/A intervals of wall and CPU time so many exclude 1."""

    commit: str
    folders: list[str]
    intervals: int
    exclude_one: int
    run: list[_Run]


def earlier_noise() -> Table:
    """Half of the A/A interval of CPU time: a row for each run."""
    found = _Runs.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))
    caption = (
        f"Half of the A/A interval of CPU time in earlier runs, each in an hour of its own. {found.exclude_one} of "
        f"their {found.intervals} A/A intervals excludes 1; one in twenty 95 % intervals does. Raw values: commit "
        f"{found.commit}, {listed(found.folders)}"
    )
    columns = ["Run", "Rounds", "Airflow, as used", "Dagster, as used", "Airflow, normalised", "Dagster, normalised"]
    rows = [
        [
            f"{run.on:%Y-%m-%d}{f', a machine of {run.machine}' if run.machine else ''}",
            str(run.rounds),
            *(f"{each:.1f} %" for each in run.as_used),
            *((f"{each:.1f} %" for each in run.at_one_pace) if run.at_one_pace else (MISSING, MISSING)),
        ]
        for run in found.run
    ]
    return Table(caption, columns, rows)
