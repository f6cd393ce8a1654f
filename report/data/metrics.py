"""What is measured once per round, or once per warm-up, and where it is found."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from records.measurement import Resources
from report.data.run import Run
from report.text import number


@dataclass(frozen=True)
class Metric:
    """Something measured once per round or warm-up: its name in records, heading, unit and where it is found."""

    name: str
    title: str
    unit: str
    value: Callable[[Run], float | None]
    has_ratio: bool = True
    whole: bool = False
    """Whether a value is a count."""
    of_warm_ups: bool = False
    """Whether it is measured in warm-ups alone, because measuring it takes time."""

    @property
    def heading(self) -> str:
        """The short heading with its unit."""
        return f"{self.short}, {self.unit}"

    def text(self, value: float | None) -> str:
        """A value as it is written."""
        return f"{value:,.0f}" if self.whole and value is not None and float(value).is_integer() else number(value)

    @property
    def lower(self) -> str:
        """The metric inside a sentence: wall time, CPU time."""
        return self.short.replace("Wall", "wall")

    @property
    def short(self) -> str:
        """The heading without what stands in brackets, for narrow columns and sentences."""
        return self.title.split(" (")[0]


def _resources(run: Run) -> Resources:
    return run.measurement.resources


def _cpu_at_one_pace(run: Run) -> float | None:
    used = _resources(run).cpu_s
    return used if used is None or run.slowness is None else used / run.slowness


def _cpu_as_used(run: Run) -> float | None:
    return None if run.slowness is None else _resources(run).cpu_s


def _peak_memory(run: Run) -> float | None:
    peak = _resources(run).peak_pss_bytes
    return None if peak is None else peak / 1e6


def _metadata_rows(run: Run) -> float | None:
    metadata = run.measurement.metadata
    return None if metadata is None else float(metadata.rows)


def _metadata_size(run: Run) -> float | None:
    metadata = run.measurement.metadata
    return None if metadata is None else metadata.bytes / 1e6


def _without_wait(run: Run) -> float | None:
    """The wall time less the wait for a daemon's turn, which is none where no daemon looks for requests in turns."""
    return None if run.wall_s is None else run.wall_s - (run.measurement.clocks.turn_wait_s or 0.0)


def _first_step(run: Run) -> float | None:
    started = run.step_log["started_at"].min()
    return None if pd.isna(started) else (started - pd.Timestamp(run.measurement.started_at)).total_seconds()


def _first_step_without_wait(run: Run) -> float | None:
    """The time to the first step less the wait for a daemon's turn, where there is one."""
    found = _first_step(run)
    return None if found is None else found - (run.measurement.clocks.turn_wait_s or 0.0)


def _harness_share(run: Run) -> float | None:
    used = _resources(run)
    return 100 * used.harness_cpu_s / used.cpu_s if used.cpu_s else None


WALL = Metric("wall_time", "Wall time (control plane done)", "s", lambda run: run.wall_s)
TURN_WAIT = Metric("turn_wait", "Wait for a daemon's turn", "s", lambda run: run.measurement.clocks.turn_wait_s)
WITHOUT_WAIT = Metric("wall_time_without_wait", "Wall time without that wait", "s", _without_wait)
FIRST_STEP = Metric("first_step_time", "Time to the first step", "s", _first_step)
FIRST_STEP_OWN = Metric(
    "first_step_time_without_wait", "First step without a daemon's wait", "s", _first_step_without_wait
)
DATA_READY = Metric("data_ready_time", "Data ready", "s", lambda run: run.measurement.clocks.data_ready_s)
CPU = Metric("cpu_time", "CPU time", "s", _cpu_at_one_pace)
"""What is compared: at the folder's median pace where the paces are known, so that no one pays for a slow minute."""
CPU_USED = Metric("cpu_time_used", "CPU time as used", "s", _cpu_as_used)
"""The raw seconds, where they are not what is compared."""
PEAK_MEMORY = Metric("peak_memory", "Peak memory", "MB", _peak_memory, of_warm_ups=True)
# bare has no services to start and keeps no records, so a ratio to it would mean nothing.
BRING_UP = Metric("bring_up_time", "Bring-up", "s", lambda run: run.measurement.clocks.bring_up_s, has_ratio=False)
METADATA_ROWS = Metric("metadata_rows", "Metadata growth", "rows", _metadata_rows, has_ratio=False, whole=True)
METADATA_SIZE = Metric("metadata_size", "Metadata growth", "MB", _metadata_size, has_ratio=False)
PROCESSES = Metric("processes", "Processes", "count", lambda run: _resources(run).processes, whole=True)
HARNESS_SHARE = Metric("harness_share", "Harness's CPU", "% of CPU time", _harness_share, has_ratio=False)
ELSEWHERE = Metric(
    "elsewhere_cpu_time", "CPU elsewhere", "s", lambda run: _resources(run).elsewhere_cpu_s, has_ratio=False
)

MAIN_METRICS = (WALL, DATA_READY, CPU, PEAK_MEMORY, BRING_UP)
MORE_METRICS = (CPU_USED, METADATA_ROWS, METADATA_SIZE, PROCESSES, HARNESS_SHARE, ELSEWHERE)
METRICS = (*MAIN_METRICS, *MORE_METRICS)
WALL_ENDS = "wall time ends when the control plane reports success"
