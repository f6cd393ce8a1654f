"""One contender in one case: its rounds, its values, and why it has none where that is so."""

from dataclasses import dataclass
from functools import cached_property
from statistics import median

from records.names import CONTROL, Kind
from records.plan import Case, Contender, Scenario
from report.data.metrics import Metric
from report.data.run import Run


@dataclass(frozen=True)
class Subject:
    """What contenders are compared in: a case of a scenario."""

    scenario: Scenario
    case: Case

    @property
    def key(self) -> tuple[str, str]:
        """Names of scenario and case."""
        return self.scenario.name, self.case.name


# Results have one Series for each contender and subject: it is compared by identity, its values are read once.
@dataclass(frozen=True, eq=False)
class Series:
    """What one contender did in one subject, measured or only planned: its rounds and its warm-ups, in order."""

    subject: Subject
    contender: Contender
    rounds: list[Run]
    warm_ups: list[Run]

    @property
    def name(self) -> str:
        """The contender's name, as in file names and tables."""
        return self.contender.name

    @property
    def stack(self) -> str:
        """The name of its stack."""
        return self.contender.stack

    @property
    def kind(self) -> Kind:
        """What kind of configuration it is."""
        return self.contender.kind

    @property
    def label(self) -> str:
        """Its name as readers see it."""
        return self.contender.label

    @cached_property
    def missing(self) -> str | None:
        """Why it gets no number, in words; None if it gets one."""
        if not self.rounds:
            return "not measured"
        rounds = [run.measurement for run in self.rounds]
        for m in rounds:
            if m.outcome == "failed":
                return f"round {m.round} failed: {m.reason or 'no reason was recorded'}"
        for m in rounds:
            if not m.parity.identical:
                count = m.parity.difference_count
                return f"its tables differ from {CONTROL}'s in {count} {'place' if count == 1 else 'places'}"
        return None

    def values(self, metric: Metric) -> list[float]:
        """The raw value of each round (or warm-up, if it is theirs), in the metric's unit.

        [] if it gets no number, if any of them lacks the value, or if a warm-up that has it failed or left other
        tables.
        """
        if metric not in self._values:
            self._values[metric] = self._read(metric)
        return list(self._values[metric])

    def median(self, metric: Metric) -> float | None:
        """The median of the values, in the metric's unit; None where there is none."""
        own = self.values(metric)
        return median(own) if own else None

    @cached_property
    def _values(self) -> dict[Metric, list[float]]:
        return {}

    def _read(self, metric: Metric) -> list[float]:
        runs = self.warm_ups if metric.of_warm_ups else self.rounds
        if self.missing or not all(run.sound for run in runs):
            return []
        found = [metric.value(run) for run in runs]
        known = [value for value in found if value is not None]
        # A median over only the rounds that have a value would hide the ones that went wrong.
        return known if len(known) == len(found) else []
