"""One measured round, or one warm-up, with its step log."""

from dataclasses import dataclass, replace
from statistics import median

import pandas as pd

from records.measurement import Measurement


@dataclass(frozen=True)
class Run:
    """A measurement and its step log (one row per execution)."""

    measurement: Measurement
    step_log: pd.DataFrame
    slowness: float | None = None
    """How slow the machine was meanwhile, over the median of its folder; None where not all of the folder tell."""

    @property
    def wall_s(self) -> float | None:
        """Seconds until the control plane reported success; None only where the run failed."""
        return self.measurement.clocks.control_plane_done_s

    @property
    def sound(self) -> bool:
        """Whether it was completed and left the tables of the control."""
        return self.measurement.outcome == "completed" and self.measurement.parity.identical

    @property
    def key(self) -> tuple[str, str, str]:
        """Names of scenario, case and contender."""
        return self.measurement.scenario, self.measurement.case.name, self.measurement.contender


def with_slowness(runs: list[Run]) -> list[Run]:
    """The same runs, each with how slow the machine was beside it; without where a completed one does not tell."""
    completed = [run.measurement for run in runs if run.measurement.outcome == "completed"]
    paces = [pace for m in completed if not m.warm_up and (pace := m.resources.core_pace_s)]
    if not paces or not all(m.resources.core_pace_s for m in completed):
        return runs
    middle = median(paces)
    return [replace(run, slowness=(run.measurement.resources.core_pace_s or middle) / middle) for run in runs]
