"""What one results folder holds, typed and in the plan's order, however it was read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from records.footprint import Footprint
from records.measurement import Machine, Measurement
from records.names import CONTROL, REFERENCES
from records.plan import Case, Contender, Plan, Scenario, Stack
from records.strict import SCHEMA_VERSION
from report.data.machines import different
from report.data.run import Run
from report.data.series import Series, Subject
from report.text import case_label, plural

_CONTROL = Contender(name=CONTROL, stack=CONTROL, kind="control", label=CONTROL, about="not measured here")


@dataclass(frozen=True, eq=False)
class Results:
    """A results folder, or one family of it; runs are in order of scenario, case, contender (as planned) and round.

    Warm-ups come first and have memory read, which costs time: they are part of no figure but memory. The plan
    describes every scenario and contender that was measured; written_in is the schema version of the files.
    """

    folder: Path
    plan: Plan
    runs: list[Run]
    warm_ups: list[Run]
    footprint: Footprint | None = None
    written_in: int = SCHEMA_VERSION

    @cached_property
    def at_one_pace(self) -> bool:
        """Whether CPU time is told at one pace, and not as it was used."""
        return any(run.slowness is not None for run in self.runs)

    @cached_property
    def measurements(self) -> list[Measurement]:
        """The records of the runs, in their order."""
        return [run.measurement for run in self.runs]

    @cached_property
    def machines(self) -> list[Machine]:
        """The machines that it was measured on; one if all is well."""
        return different(m.machine for m in self.measurements)

    @property
    def measured_on(self) -> date:
        """The day on which the run began."""
        return self.plan.created_at.date()

    @property
    def variant(self) -> str:
        """What tells it from other results of its family: which reference, which target; "" for a run like any."""
        reference = self.plan.profile if self.plan.profile in REFERENCES else ""
        target = "" if self.plan.target == "embedded" else self.plan.target
        return "-".join(filter(None, (reference, target)))

    @property
    def extent(self) -> str:
        """What was measured, and when: the main case, and how much there is beside it."""
        case, others = self.main.case, len(self.subjects) - 1
        beside = f", and {plural(others, 'other case')}" if others else ""
        of = f" of {len(self.scenarios)} scenarios" if len(self.scenarios) > 1 else ""
        days = f"{plural(len(case.days), 'day')} ({case.days.start} to {case.days.end})"
        asked = case_label(case) if case.chain else f"{days}, {case.concurrency} at once, source {case.source}"
        return f"{asked}{beside}{of}, profile {self.plan.profile}, measured {self.measured_on}"

    @cached_property
    def contenders(self) -> list[Contender]:
        """Those that were measured or planned here, in the plan's order."""
        present = {contender for _, _, contender in self._known}
        return [contender for contender in self.plan.contenders if contender.name in present]

    def contender(self, name: str) -> Contender:
        """The contender of that name, as the plan describes it; a KeyError if it does not."""
        return self._described[name]

    @cached_property
    def stacks(self) -> list[Stack]:
        """Those of the contenders, the control's included, in the plan's order."""
        present = {contender.stack for contender in self.contenders}
        return [stack for stack in self.plan.stacks if stack.name in present]

    @property
    def tools(self) -> list[Stack]:
        """The stacks without the control's."""
        return [stack for stack in self.stacks if stack.name != CONTROL]

    def stack_label(self, name: str) -> str:
        """The stack of that name, as readers know it."""
        return next(stack.label for stack in self.plan.stacks if stack.name == name)

    @cached_property
    def scenarios(self) -> list[Scenario]:
        """Those that were measured or planned here, in the plan's order."""
        present = {scenario for scenario, _, _ in self._known}
        return [scenario for scenario in self.plan.scenarios if scenario.name in present]

    @property
    def families(self) -> list[str]:
        """Those of the scenarios, in their order."""
        return list(dict.fromkeys(scenario.family for scenario in self.scenarios))

    def of_family(self, family: str) -> "Results":
        """The same of one family's scenarios alone; CPU time is at the pace of the whole folder."""
        own = {scenario.name for scenario in self.scenarios if scenario.family == family}
        entries = [entry for entry in self.plan.entries if entry.scenario in own]
        runs, warm_ups = ([run for run in each if run.key[0] in own] for each in (self.runs, self.warm_ups))
        cases = {entry.case for entry in entries} | {run.key[1] for run in [*runs, *warm_ups]}
        plan = self.plan.model_copy(
            update={
                "scenarios": [scenario for scenario in self.plan.scenarios if scenario.name in own],
                "cases": [case for case in self.plan.cases if case.name in cases],
                "entries": entries,
            }
        )
        return replace(self, plan=plan, runs=runs, warm_ups=warm_ups)

    def cases(self, scenario: str) -> list[Case]:
        """The cases of a scenario in the plan's order, then any other that was measured."""
        described = {case.name: case for case in self.plan.cases}
        described |= {
            run.measurement.case.name: run.measurement.case
            for run in [*self.runs, *self.warm_ups]
            if run.measurement.case.name not in described
        }
        present = {case for each, case, _ in self._known if each == scenario}
        return [case for name, case in described.items() if name in present]

    @cached_property
    def subjects(self) -> list[Subject]:
        """Every scenario with each of its cases; the main one first."""
        found = [Subject(scenario, case) for scenario in self.scenarios for case in self.cases(scenario.name)]
        named = [subject for subject in found if subject.case.name == self.plan.main_case]
        return list(dict.fromkeys([*named[:1], *found]))

    @property
    def main(self) -> Subject:
        """What the headline is about: the plan's main case, or the first that there is."""
        return self.subjects[0]

    def subject(self, scenario: str, case: Case) -> Subject:
        """A case of the scenario of that name, whether or not it was measured; a KeyError if there is none such."""
        return Subject({each.name: each for each in self.plan.scenarios}[scenario], case)

    def series(self, subject: Subject) -> list[Series]:
        """Every contender of a subject, measured or only planned, in the plan's order."""
        return [self.one(subject, each.name) for each in self.contenders if (*subject.key, each.name) in self._known]

    def one(self, subject: Subject, contender: str) -> Series:
        """One contender in a subject, which has no rounds if it was not asked of it; a KeyError if it is not known."""
        key = (*subject.key, contender)
        if key not in self._series:
            rounds, warm_ups = ([run for run in runs if run.key == key] for runs in (self.runs, self.warm_ups))
            self._series[key] = Series(subject, self.contender(contender), rounds, warm_ups)
        return self._series[key]

    def control(self, subject: Subject) -> Series:
        """What a subject's contenders are compared with: bare in the same case.

        A scenario that measures another one a second time has no control of its own: the first one's serves both.
        """
        scenario = next(
            (each for each in self.plan.scenarios if each.name == subject.scenario.repeats), subject.scenario
        )
        return self.one(Subject(scenario, subject.case), CONTROL)

    def installed(self) -> dict[str, dict[str, str]]:
        """Stack -> package -> version, as its contenders recorded it; all of the versions where rounds differ."""
        return {
            stack.name: _versions(
                m.versions for m in self.measurements if self._described[m.contender].stack == stack.name
            )
            for stack in self.stacks
        }

    @cached_property
    def _described(self) -> dict[str, Contender]:
        return {CONTROL: _CONTROL} | {contender.name: contender for contender in self.plan.contenders}

    @cached_property
    def _series(self) -> dict[tuple[str, str, str], Series]:
        return {}

    @cached_property
    def _known(self) -> set[tuple[str, str, str]]:
        """What was planned and what was measured: names of scenario, case, contender."""
        planned = {(entry.scenario, entry.case, entry.contender) for entry in self.plan.entries}
        return planned | {run.key for run in [*self.runs, *self.warm_ups]}


def _versions(rounds: Iterable[dict[str, str]]) -> dict[str, str]:
    """Each package's version, or all of them where rounds differ."""
    found: dict[str, dict[str, None]] = {}
    for versions in rounds:
        for package, version in versions.items():
            found.setdefault(package, {})[version] = None
    return {package: " / ".join(versions) for package, versions in found.items()}
