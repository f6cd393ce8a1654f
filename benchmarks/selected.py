"""The benchmarks that ``pytest benchmarks`` selects: their plan, and their rounds as they are asked for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from benchmarks.errors import BenchError
from benchmarks.measuring.outcome import problem_of
from benchmarks.measuring.schedule import items
from benchmarks.scenarios.asking import Wish, asks, first_day, plan_of
from benchmarks.scenarios.planning import planned
from benchmarks.scenarios.registry import profiles
from records.measurement import Measurement
from records.names import PACKAGED
from records.plan import Case, Entry, Plan

if TYPE_CHECKING:  # what only a measurement needs would make collecting slow
    from benchmarks.runner import Measure


@dataclass(frozen=True)
class Selected:
    """The plan of what is selected, and how one item of it is measured."""

    plan: Plan
    measure: "Measure"

    def entry(self, scenario: str, name: str) -> Entry:
        """The entry behind a benchmark."""
        return next(one for one in self.plan.entries if (one.scenario, name_of(one)) == (scenario, name))

    def rounds(self, entry: Entry) -> Iterator[Measurement]:
        """Its warm-ups, then its rounds, each measured when it is asked for.

        One that fails, or leaves other tables than bare, fails the benchmark: it is worth no number.
        """
        key = (entry.scenario, entry.case, entry.contender)
        for item in items(self.plan):
            if (item.scenario, item.case.name, item.contender.name) == key:
                try:
                    found: Measurement | BenchError = self.measure(item)
                except BenchError as error:
                    found = error
                if problem := problem_of(found):
                    pytest.fail(f"{item.name}: {problem}", pytrace=False)
                assert isinstance(found, Measurement)
                yield found


def name_of(entry: Entry) -> str:
    """What pytest shows in brackets: 3-days-2-at-once-airflow-tuned."""
    return f"{entry.case}-{entry.contender.replace(':', '-')}"


@cache
def of_profile(profile: str) -> tuple[list[Case], list[Entry]]:
    """All cases and entries of a profile; raises pytest.UsageError where there is no such profile."""
    if profile not in profiles():
        raise pytest.UsageError(f"--profile {profile}: not known; take {', '.join(profiles())}")
    return plan_of(asks(profile, Wish()), first_day, PACKAGED)


def plan_of_selected(profile: str, selected: Collection[tuple[str, str]]) -> Plan:
    """The plan of those of a profile's entries that are selected, by scenario and name."""
    cases, entries = of_profile(profile)
    chosen = [entry for entry in entries if (entry.scenario, name_of(entry)) in selected]
    return planned(profile, "uv run pytest benchmarks", cases, chosen)
