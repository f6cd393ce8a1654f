"""What one results folder holds, typed and in the plan's order, however it was read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from statistics import median

import pandas as pd

from records.measurement import RERUNS, Case, Footprint, Measurement, Plan


@dataclass(frozen=True)
class Run:
    """One measured round: its record, its one raw wall time in seconds, its step log (one row an execution)."""

    measurement: Measurement
    wall_s: float
    step_log: pd.DataFrame
    slowness: float | None = None
    """How slow the machine was meanwhile, over the median of its folder; None where not all of the folder tell."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Scenario, name of the case, contender."""
        return self.measurement.scenario, self.measurement.case.name, self.measurement.contender


@dataclass(frozen=True)
class Subject:
    """What contenders are compared in: a case of a scenario."""

    scenario: str
    case: Case

    @property
    def key(self) -> tuple[str, str]:
        """Scenario and name of the case."""
        return self.scenario, self.case.name


@dataclass(frozen=True)
class Results:
    """A whole results folder; runs are in order of scenario, case, contender (all as planned) and round.

    Warm-ups come first and have memory read, which costs time: they are part of no figure but memory.
    """

    folder: Path
    plan: Plan
    runs: list[Run]
    warm_ups: list[Run]
    footprint: Footprint | None = None

    @property
    def at_one_pace(self) -> bool:
        """Whether CPU time is told at one pace, and not as it was used."""
        return any(run.slowness is not None for run in self.runs)

    @property
    def measurements(self) -> list[Measurement]:
        """The records of the runs, in their order."""
        return [run.measurement for run in self.runs]

    @property
    def scenarios(self) -> list[str]:
        """Planned scenarios first, then any other that was measured."""
        return _unique(scenario for scenario, _, _ in self._known)

    @cached_property
    def contenders(self) -> list[str]:
        """All contenders: first those that the plan describes, in its order, then any other."""
        present = _unique(contender for _, _, contender in self._known)
        return sorted(present, key=lambda contender: _position(list(self.plan.contenders), contender))

    def cases(self, scenario: str) -> list[Case]:
        """The cases of a scenario in the plan's order, then any other that was measured."""
        described = {run.measurement.case.name: run.measurement.case for run in [*self.runs, *self.warm_ups]}
        described |= {case.name: case for case in self.plan.cases}
        present = _unique(case for each, case, _ in self._known if each == scenario)
        planned = [case.name for case in self.plan.cases]
        return [described[name] for name in sorted(present, key=lambda name: _position(planned, name))]

    def contenders_of(self, scenario: str, case: str) -> list[str]:
        """The contenders of one case of a scenario in the plan's order, measured or only planned."""
        return [contender for contender in self.contenders if (scenario, case, contender) in self._known]

    def of(self, scenario: str, case: str, contender: str) -> list[Run]:
        """The rounds of one contender in one case of a scenario, in order; empty if it was never measured."""
        return self._rounds.get((scenario, case, contender), [])

    def warm_ups_of(self, scenario: str, case: str, contender: str) -> list[Run]:
        """The warm-ups of one contender in one case of a scenario, in order; empty if it had none."""
        return [run for run in self.warm_ups if run.key == (scenario, case, contender)]

    @cached_property
    def subjects(self) -> list[Subject]:
        """Every scenario with each of its cases, but those of reruns; the main one first."""
        found = [subject for subject in self._all_subjects if subject.scenario not in RERUNS]
        backfill = [subject for subject in found if subject.scenario == "backfill"]
        named = [subject for subject in backfill + found if subject.case.name == self.plan.main_case]
        main = (named or backfill or found)[:1]
        return main + [subject for subject in found if subject not in main]

    @cached_property
    def reruns(self) -> list[Subject]:
        """Every scenario in which days are asked for again, with each of its cases."""
        return [subject for subject in self._all_subjects if subject.scenario in RERUNS]

    @property
    def main(self) -> Subject:
        """What the headline is about: the plan's main case as a backfill, or the nearest to it that there is."""
        return (self.subjects or self.reruns)[0]

    @property
    def _all_subjects(self) -> list[Subject]:
        return [Subject(scenario, case) for scenario in self.scenarios for case in self.cases(scenario)]

    @cached_property
    def _known(self) -> dict[tuple[str, str, str], None]:
        """What was planned, then what was measured: scenario, case, contender, in a set that keeps its order."""
        planned = [(entry.scenario, entry.case, entry.contender) for entry in self.plan.entries]
        return dict.fromkeys([*planned, *(run.key for run in [*self.runs, *self.warm_ups])])

    @cached_property
    def _rounds(self) -> dict[tuple[str, str, str], list[Run]]:
        rounds: dict[tuple[str, str, str], list[Run]] = {}
        for run in self.runs:
            rounds.setdefault(run.key, []).append(run)
        return rounds


def with_slowness(runs: list[Run]) -> list[Run]:
    """The same runs, each with how slow the machine was beside it; without where a completed one does not tell."""
    completed = [run.measurement for run in runs if run.measurement.outcome == "completed"]
    paces = [pace for m in completed if not m.warm_up and (pace := m.resources.core_pace_s)]
    if not paces or not all(m.resources.core_pace_s for m in completed):
        return runs
    middle = median(paces)
    return [replace(run, slowness=(run.measurement.resources.core_pace_s or middle) / middle) for run in runs]


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _position(names: list[str], name: str) -> int:
    return names.index(name) if name in names else len(names)
