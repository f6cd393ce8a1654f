"""One record per case, contender and metric: the numbers that everything else shows."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from report.data.metrics import CPU_USED, METRICS, Metric
from report.data.results import Results
from report.data.series import Series, Subject
from report.stats.intervals import mean_ratio, median_interval


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
    return [record for subject in results.subjects for record in summarize_subject(results, subject)]


def summarize_subject(results: Results, subject: Subject, metrics: Iterable[Metric] = ()) -> list[SummaryRecord]:
    """The records of one case of a scenario, of these metrics or of all, in order of contender and metric."""
    return [
        _record(series, results.control(subject), metric)
        for series in results.series(subject)
        for metric in metrics or metrics_of(results)
    ]


def _record(series: Series, control: Series, metric: Metric) -> SummaryRecord:
    own = series.values(metric)
    low, high = median_interval(own) or (None, None)
    return SummaryRecord(
        scenario=series.subject.scenario.name,
        case=series.subject.case.name,
        contender=series.name,
        metric=metric.name,
        unit=metric.unit,
        median=series.median(metric),
        low=low,
        high=high,
        n=len(own),
        ratio_to_bare=mean_ratio(own, control.values(metric)) if metric.has_ratio else None,
        parity=series.missing is None,
    )
