"""What a recovery made run, against what had to run: from the step log alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from benchmarks.metering.step_log import Execution, StepOfDay
from records.names import PIPELINE
from shared_etl.days import Days


def needed_steps(before: Iterable[Execution], outdated: set[StepOfDay], days: Days) -> set[StepOfDay]:
    """What has to run: every step of every day that is not done yet, or is outdated."""
    everything = {(step, day.start) for day in days for step in PIPELINE}
    return everything - {one.what for one in before if one.done} | outdated


def repeated(executions: Iterable[Execution]) -> int:
    """How many steps were done more than once, counted each time beyond the first."""
    return sum(times - 1 for times in Counter(one.what for one in executions if one.done).values())


@dataclass(frozen=True)
class RepeatedWork:
    """What ran after a recovery was asked for."""

    needed: set[StepOfDay]
    executions: list[Execution]

    @property
    def missing(self) -> set[StepOfDay]:
        """What had to run and was not done."""
        return self.needed - {one.what for one in self.executions if one.done}

    def right_at(self) -> datetime | None:
        """When the last of what had to run was done for the first time; None where something is missing."""
        if self.missing or not self.needed:
            return None
        first: dict[StepOfDay, datetime] = {}
        for one in self.executions:
            if one.done and one.ended_at and one.what in self.needed:
                first[one.what] = min(one.ended_at, first.get(one.what, one.ended_at))
        return max(first.values())
