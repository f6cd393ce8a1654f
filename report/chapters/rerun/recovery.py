"""How each contender got over each fault, over its rounds."""

from dataclasses import dataclass
from statistics import median

from records.measurement import Measurement, Rerun
from records.plan import Contender
from report.data.metrics import CPU
from report.data.results import Results
from report.data.run import Run
from report.text import one_line, plural


@dataclass(frozen=True)
class Recovery:
    """One way in which one contender got over one fault; there is at least one run, and each is a rerun."""

    contender: Contender
    runs: list[Run]

    @property
    def reruns(self) -> list[Rerun]:
        """What ran in each round."""
        return [run.measurement.rerun for run in self.runs if run.measurement.rerun]

    @property
    def way(self) -> str:
        """How the user asked."""
        return self.reruns[0].recovery

    @property
    def failed(self) -> str | None:
        """Why the control plane never reported success, where it did not."""
        return next((m.reason or "no reason was recorded" for m in self.measurements if m.outcome == "failed"), None)

    @property
    def right_s(self) -> float | None:
        """Median seconds until the tables were right; None where a round has none."""
        return _median([m.clocks.data_ready_s for m in self.measurements])

    @property
    def done_s(self) -> float | None:
        """Median seconds until the control plane said so; None where a round failed."""
        return None if self.failed else _median([run.wall_s for run in self.runs])

    @property
    def cpu_s(self) -> float | None:
        """Median CPU seconds from request to done; None where a round's are not known."""
        return _median([CPU.value(run) for run in self.runs])

    @property
    def differences(self) -> int:
        """In how many places the tables differ from a clean run's, at most."""
        return max(m.parity.difference_count for m in self.measurements)

    @property
    def wrong(self) -> str:
        """What is not as after a clean run; empty where every round ended with its tables and no step left out."""
        found = []
        if self.failed:
            found.append(one_line(self.failed, 160))
        if missing := self.most("missing"):
            found.append(f"{plural(missing, 'step')} did not run")
        if self.differences:
            first = next(m.parity.differences[0] for m in self.measurements if m.parity.differences)
            found.append(f"{plural(self.differences, 'difference')}, the first in {first.table} at {first.key}")
        return ", ".join(found)

    @property
    def measurements(self) -> list[Measurement]:
        """The records of the rounds."""
        return [run.measurement for run in self.runs]

    def most(self, count: str) -> int:
        """The highest of a count of Rerun over the rounds."""
        return max(int(getattr(rerun, count)) for rerun in self.reruns)


def recoveries(results: Results) -> dict[str, list[Recovery]]:
    """Fault -> every contender that was measured in it, in its first way, then in others; in the plan's order."""
    found = {scenario.name: _recoveries(results, scenario.name) for scenario in results.scenarios}
    return {fault: own for fault, own in found.items() if own}


def first_recoveries(results: Results) -> dict[str, dict[str, Recovery]]:
    """Fault -> name of the contender -> the first way in which its users would get over it."""
    return {fault: {each.contender.name: each for each in reversed(own)} for fault, own in recoveries(results).items()}


def _recoveries(results: Results, fault: str) -> list[Recovery]:
    found = []
    for case in sorted(results.cases(fault), key=lambda case: case.recovery is not None):
        for series in results.series(results.subject(fault, case)):
            runs = [run for run in series.rounds if run.measurement.rerun]
            found += [Recovery(series.contender, runs)] if runs else []
    return found


def _median(found: list[float | None]) -> float | None:
    known = [seconds for seconds in found if seconds is not None]
    return median(known) if len(known) == len(found) else None
