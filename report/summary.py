"""One record per scenario, contender and metric: the numbers that everything else shows."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from pydantic import BaseModel, ConfigDict

from report.intervals import median_interval, ratio
from report.read import Results, Run

CONTROL = "bare"


@dataclass(frozen=True)
class Metric:
    """Something measured once a round: its name in records, its heading, its unit and where it is found."""

    name: str
    title: str
    unit: str
    value: Callable[[Run], float | None]
    has_ratio: bool = True

    @property
    def short(self) -> str:
        """The heading without what stands in brackets, for narrow columns and sentences."""
        return self.title.split(" (")[0]


def _peak_memory(run: Run) -> float | None:
    peak = run.measurement.resources.peak_pss_bytes
    return None if peak is None else peak / 1e6


METRICS = (
    Metric("wall_time", "Wall time (control plane done)", "s", lambda run: run.wall_s),
    Metric("data_ready_time", "Data ready", "s", lambda run: run.measurement.clocks.data_ready_s),
    Metric("cpu_time", "CPU time", "s", lambda run: run.measurement.resources.cpu_s),
    Metric("peak_memory", "Peak memory", "MB", _peak_memory),
    # bare has no services to start, so a ratio to it would mean nothing.
    Metric("bring_up_time", "Bring-up", "s", lambda run: run.measurement.clocks.bring_up_s, has_ratio=False),
)
WALL, CPU = METRICS[0], METRICS[2]


class SummaryRecord(BaseModel):
    """Median over n rounds with its 95 % interval; every number is None where the contender earned none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str
    contender: str
    metric: str
    unit: str
    median: float | None
    low: float | None
    high: float | None
    n: int
    ratio_to_bare: float | None
    parity: bool


def summarize(results: Results) -> list[SummaryRecord]:
    """All records in order of scenario, contender and metric, also for what was planned and never measured."""
    return [
        _record(results, scenario, contender, metric)
        for scenario in results.scenarios
        for contender in results.contenders
        for metric in METRICS
    ]


def withheld(results: Results, scenario: str, contender: str) -> str | None:
    """Why a contender gets no number, in words; None if it gets one."""
    runs = [run.measurement for run in results.of(scenario, contender)]
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


def values(results: Results, scenario: str, contender: str, metric: Metric) -> list[float]:
    """The raw value of each round, in the metric's unit; [] if withheld, or if any round lacks the value."""
    if withheld(results, scenario, contender):
        return []
    found = [metric.value(run) for run in results.of(scenario, contender)]
    known = [value for value in found if value is not None]
    # A median over only the rounds that have a value would hide the ones that went wrong.
    return known if len(known) == len(found) else []


def _record(results: Results, scenario: str, contender: str, metric: Metric) -> SummaryRecord:
    own = values(results, scenario, contender, metric)
    control = values(results, scenario, CONTROL, metric) if metric.has_ratio else []
    low, high = median_interval(own) or (None, None)
    centre = median(own) if own else None
    return SummaryRecord(
        scenario=scenario,
        contender=contender,
        metric=metric.name,
        unit=metric.unit,
        median=centre,
        low=low,
        high=high,
        n=len(own),
        ratio_to_bare=ratio(centre, median(control) if control else None),
        parity=withheld(results, scenario, contender) is None,
    )
