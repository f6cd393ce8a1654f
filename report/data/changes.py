"""What has changed in method, wrappers and settings since measuring began: a figure is as old as its results."""

import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

CHANGES = Path(__file__).with_name("changes.toml")


class Change(BaseModel):
    """A change of the method: when, what, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: date
    what: str
    why: str
    in_report: bool = False
    """Whether it is in how the report is made: older results have it as well."""
    figures_stay: bool = False
    """Whether figures are what they would be without it: older results need not be measured again."""


def method_changes() -> list[Change]:
    """The log of changes, oldest first."""
    return [Change.model_validate(one) for one in tomllib.loads(CHANGES.read_text(encoding="utf-8"))["change"]]


def changed_since(day: date) -> int:
    """How many changes of figures are newer than what was measured on that day."""
    return sum(one.on > day and not one.in_report and not one.figures_stay for one in method_changes())
