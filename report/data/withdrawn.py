"""Figures that are shown no more, although their results are there: withdrawn.toml."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from report.data.results import Results

_FILE: Final = Path(__file__).with_name("withdrawn.toml")


class Withdrawn(BaseModel):
    """A family's or a contender's figures, where they were measured before a day, and why they are not shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    family: str | None = None
    contender: str | None = None
    before: date
    why: str


@cache
def _all() -> tuple[Withdrawn, ...]:
    return tuple(Withdrawn.model_validate(one) for one in tomllib.loads(_FILE.read_text("utf-8"))["withdrawn"])


def withdrawn(results: Results, family: str, contender: str | None = None) -> str | None:
    """Why the family's figures, or its contender's, are shown no more; None where they are."""
    for one in _all():
        named = one.family in (None, family) and one.contender in (None, contender)
        if named and (one.family or one.contender == contender) and results.measured_on < one.before:
            return f"withdrawn until it is measured again: {one.why}"
    return None
