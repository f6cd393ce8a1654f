"""The figures of two results folders side by side: one record per scenario, case, contender and metric."""

from collections.abc import Iterable
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from records.names import CONTROL
from report.compare.differences import case_mismatches
from report.data.metrics import (
    BRING_UP,
    DATA_READY,
    MAIN_METRICS,
    METADATA_ROWS,
    METADATA_SIZE,
    PROCESSES,
    WALL,
    Metric,
)
from report.data.results import Results
from report.data.series import Series, Subject
from report.stats import comparison
from report.stats.comparison import Comparison
from report.text import one_line

Verdict = Literal["faster", "slower"] | comparison.Verdict
Reason = Literal[
    "not in A",
    "not in B",
    "withheld in A",
    "withheld in B",
    "another case",
    "no value in A",
    "no value in B",
    "no ratio",
]
T = TypeVar("T")
Both = tuple[Series | None, Series | None]
"""What a contender did in one case in A and in B; None where it was not asked of it."""

COMPARED = (*MAIN_METRICS, METADATA_ROWS, METADATA_SIZE, PROCESSES)
"""What the contender took. The harness's own share and the load from elsewhere are no figures of it."""
TIMES = (WALL, DATA_READY, BRING_UP)
"""Less of these is faster; of the others it is less."""
_OF_TIMES: dict[comparison.Verdict, Verdict] = {"less": "faster", "more": "slower"}
NOT_IN: tuple[Reason, Reason] = ("not in A", "not in B")
WITHHELD: tuple[Reason, Reason] = ("withheld in A", "withheld in B")
NO_VALUE: tuple[Reason, Reason] = ("no value in A", "no value in B")


class ComparisonRecord(BaseModel):
    """Medians over n rounds or warm-ups of both sides, in unit, and how many times A's B's is, with its 95 % interval.

    The verdict is on B. Where it is 'missing', reason says on which side and detail, if there is more to say, why; a
    side's number is None where it earned none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str
    case: str
    contender: str
    label: str
    metric: str
    unit: str
    median_a: float | None
    median_b: float | None
    n_a: int
    n_b: int
    ratio: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    reason: Reason | None
    detail: str | None


def compare(a: Results, b: Results) -> list[ComparisonRecord]:
    """All records, in A's order; what only B has comes last.

    A contender has a record of wall time in every case that either side asked of it, and one of each other metric that
    either side measured.
    """
    subjects = [{subject.key: subject for subject in side.subjects} for side in (a, b)]
    found = []
    for key in _either(*subjects):
        one, other = (_asked(side, own.get(key)) for side, own in zip((a, b), subjects, strict=True))
        for name in _either(one, other):
            both = one.get(name), other.get(name)
            found += [_record(both, metric) for metric in COMPARED if _meaningful(both, metric)]
    return found


def _asked(results: Results, subject: Subject | None) -> dict[str, Series]:
    return {series.name: series for series in results.series(subject)} if subject else {}


def _either(one: Iterable[T], other: Iterable[T]) -> list[T]:
    return list(dict.fromkeys([*one, *other]))


def _meaningful(both: Both, metric: Metric) -> bool:
    known = [series for series in both if series]
    if metric is BRING_UP and known[0].stack == CONTROL:
        return False  # it has no services to start
    return metric is WALL or any(any(series.values(metric)) for series in known)


def _record(both: Both, metric: Metric) -> ComparisonRecord:
    a, b = (series.values(metric) if series else [] for series in both)
    found = Comparison(b, a, interleaved=False)
    reason, detail = _absence(both) or _no_figure(found) or (None, None)
    low, high = (None if reason else found.interval) or (None, None)
    known = next(series for series in both if series)
    return ComparisonRecord(
        scenario=known.subject.scenario.name,
        case=known.subject.case.name,
        contender=known.name,
        label=known.label,
        metric=metric.name,
        unit=metric.unit,
        median_a=both[0].median(metric) if both[0] else None,
        median_b=both[1].median(metric) if both[1] else None,
        n_a=len(a),
        n_b=len(b),
        ratio=None if reason else found.ratio,
        low=low,
        high=high,
        verdict="missing" if reason else _verdict(metric, found.verdict),
        reason=reason,
        detail=detail,
    )


def _absence(both: Both) -> tuple[Reason, str | None] | None:
    """Why a contender's case does not compare at all; None if it does."""
    a, b = both
    if a is None or b is None:
        return NOT_IN[0 if a is None else 1], None
    why = [a.missing, b.missing]
    if any(why):
        said = [f"in {side}: {one_line(text)}" for side, text in zip("AB", why, strict=True) if text]
        return WITHHELD[0 if why[0] else 1], "; ".join(said)
    unlike = case_mismatches(a.subject.case, b.subject.case)
    return ("another case", "; ".join(each.words for each in unlike)) if unlike else None


def _no_figure(found: Comparison) -> tuple[Reason, str | None] | None:
    """Why one metric does not compare though the contender's case does; None if it does."""
    if not found.above or not found.below:
        return NO_VALUE[0 if not found.below else 1], None
    return ("no ratio", "a value is not above 0") if found.ratio is None else None


def _verdict(metric: Metric, found: comparison.Verdict) -> Verdict:
    return _OF_TIMES.get(found, found) if metric in TIMES else found
