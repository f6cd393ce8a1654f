"""One record per case, contender and metric: the numbers that everything else shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from pydantic import BaseModel, ConfigDict

from records.measurement import Resources
from report.data.results import Results, Run
from report.stats.intervals import mean_ratio, median_interval
from report.text import number

CONTROL = "bare"


@dataclass(frozen=True)
class Metric:
    """Something measured once a round, or once a warm-up: its name in records, heading, unit and where it is found."""

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


def _harness_share(run: Run) -> float | None:
    used = _resources(run)
    return 100 * used.harness_cpu_s / used.cpu_s if used.cpu_s else None


WALL = Metric("wall_time", "Wall time (control plane done)", "s", lambda run: run.wall_s)
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


class SummaryRecord(BaseModel):
    """Median over n rounds or warm-ups with its 95 % interval; each number is None where the contender earned none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str
    case: str
    contender: str
    metric: str
    unit: str
    median: float | None
    low: float | None
    high: float | None
    n: int
    ratio_to_bare: float | None
    parity: bool


def metrics_of(results: Results) -> list[Metric]:
    """All metrics, CPU time as used only where it is another than the one that is compared."""
    return [metric for metric in METRICS if metric != CPU_USED or results.at_one_pace]


def summarize(results: Results) -> list[SummaryRecord]:
    """All records by case (the main one first), contender and metric, also for what was planned and never measured."""
    subjects = [*results.subjects, *results.reruns]
    return [record for subject in subjects for record in summarize_case(results, *subject.key)]


def summarize_case(results: Results, scenario: str, case: str, metrics: Iterable[Metric] = ()) -> list[SummaryRecord]:
    """The records of one case of a scenario, of these metrics or of all, in order of contender and metric."""
    return [
        _record(results, scenario, case, contender, metric)
        for contender in results.contenders_of(scenario, case)
        for metric in metrics or metrics_of(results)
    ]


def withheld(results: Results, scenario: str, case: str, contender: str) -> str | None:
    """Why a contender gets no number, in words; None if it gets one."""
    runs = [run.measurement for run in results.of(scenario, case, contender)]
    if not runs:
        return "not measured"
    for m in runs:
        if m.outcome == "failed":
            return f"round {m.round} failed: {m.reason or 'no reason was recorded'}"
    for m in runs:
        if not m.parity.identical:
            count = m.parity.difference_count
            return f"its tables differ from {CONTROL}'s in {count} {'place' if count == 1 else 'places'}"
    return None


def sound(run: Run) -> bool:
    """Whether a round or warm-up was completed and left the tables of bare."""
    return run.measurement.outcome == "completed" and run.measurement.parity.identical


def values(results: Results, scenario: str, case: str, contender: str, metric: Metric) -> list[float]:
    """The raw value of each round (or warm-up, if it is theirs), in the metric's unit.

    [] if withheld, if any of them lacks the value, or if a warm-up that has it failed or left other tables.
    """
    if withheld(results, scenario, case, contender):
        return []
    runs = (results.warm_ups_of if metric.of_warm_ups else results.of)(scenario, case, contender)
    if not all(sound(run) for run in runs):
        return []
    found = [metric.value(run) for run in runs]
    known = [value for value in found if value is not None]
    # A median over only the rounds that have a value would hide the ones that went wrong.
    return known if len(known) == len(found) else []


def control_values(results: Results, scenario: str, case: str, metric: Metric) -> list[float]:
    """The raw values of what a case's contenders are compared with: bare in the same case."""
    # The second measurement of a backfill is about the contender alone: the first one's bare serves both.
    return values(results, "backfill" if scenario == "aa" else scenario, case, CONTROL, metric)


def _record(results: Results, scenario: str, case: str, contender: str, metric: Metric) -> SummaryRecord:
    own = values(results, scenario, case, contender, metric)
    control = control_values(results, scenario, case, metric) if metric.has_ratio else []
    low, high = median_interval(own) or (None, None)
    centre = median(own) if own else None
    return SummaryRecord(
        scenario=scenario,
        case=case,
        contender=contender,
        metric=metric.name,
        unit=metric.unit,
        median=centre,
        low=low,
        high=high,
        n=len(own),
        ratio_to_bare=mean_ratio(own, control),
        parity=withheld(results, scenario, case, contender) is None,
    )
