"""The figures of two results folders side by side: one record a scenario, case, contender and metric of either."""

from collections.abc import Iterable
from statistics import median
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from report.chapters.verdict.rows import verdict_of
from report.compare.differences import case_mismatches, cases
from report.data.results import Results
from report.data.summary import (
    BRING_UP,
    CONTROL,
    DATA_READY,
    MAIN_METRICS,
    METADATA_ROWS,
    METADATA_SIZE,
    PROCESSES,
    WALL,
    Metric,
    values,
    withheld,
)
from report.stats.intervals import Interval, mean_ratio, ratio_interval
from report.text import one_line, stack

Verdict = Literal["faster", "slower", "less", "more", "no measurable difference", "too few rounds", "missing"]
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
Place = tuple[str, str, str]
"""Scenario, name of the case, contender."""

COMPARED = (*MAIN_METRICS, METADATA_ROWS, METADATA_SIZE, PROCESSES)
"""What the contender took. The harness's own share and the load from elsewhere are no figures of it."""
TIMES = (WALL, DATA_READY, BRING_UP)
"""Less of these is faster; of the others it is less."""
_OF_TIMES: dict[Verdict, Verdict] = {"less": "faster", "more": "slower"}
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
    subjects = _either(*([subject.key for subject in [*side.subjects, *side.reruns]] for side in (a, b)))
    places = [
        (*subject, contender)
        for subject in subjects
        for contender in _either(a.contenders_of(*subject), b.contenders_of(*subject))
    ]
    return [_record(a, b, place, metric) for place in places for metric in COMPARED if _meaningful(a, b, place, metric)]


def _either(one: Iterable[T], other: Iterable[T]) -> list[T]:
    return list(dict.fromkeys([*one, *other]))


def _meaningful(a: Results, b: Results, place: Place, metric: Metric) -> bool:
    if metric is BRING_UP and stack(place[2]) == CONTROL:
        return False  # it has no services to start
    return metric is WALL or any(values(a, *place, metric)) or any(values(b, *place, metric))


def _record(a: Results, b: Results, place: Place, metric: Metric) -> ComparisonRecord:
    own = values(a, *place, metric), values(b, *place, metric)
    reason, detail = _absence(a, b, place) or _no_figure(*own) or (None, None)
    bounds = None if reason else ratio_interval(own[1], own[0], interleaved=False)
    scenario, case, contender = place
    return ComparisonRecord(
        scenario=scenario,
        case=case,
        contender=contender,
        metric=metric.name,
        unit=metric.unit,
        median_a=median(own[0]) if own[0] else None,
        median_b=median(own[1]) if own[1] else None,
        n_a=len(own[0]),
        n_b=len(own[1]),
        ratio=None if reason else mean_ratio(own[1], own[0]),
        low=bounds[0] if bounds else None,
        high=bounds[1] if bounds else None,
        verdict="missing" if reason else _verdict(metric, bounds, min(map(len, own))),
        reason=reason,
        detail=detail,
    )


def _absence(a: Results, b: Results, place: Place) -> tuple[Reason, str | None] | None:
    """Why a contender's case does not compare at all; None if it does."""
    scenario, case, contender = place
    asked = [contender in side.contenders_of(scenario, case) for side in (a, b)]
    if not all(asked):
        return NOT_IN[asked.index(False)], None
    why = [withheld(side, *place) for side in (a, b)]
    if any(why):
        said = [f"in {side}: {one_line(text)}" for side, text in zip("AB", why, strict=True) if text]
        return WITHHELD[0 if why[0] else 1], "; ".join(said)
    unlike = case_mismatches(cases(a)[case], cases(b)[case])
    return ("another case", "; ".join(each.words for each in unlike)) if unlike else None


def _no_figure(a: list[float], b: list[float]) -> tuple[Reason, str | None] | None:
    """Why one metric does not compare though the contender's case does; None if it does."""
    if not a or not b:
        return NO_VALUE[0 if not a else 1], None
    return ("no ratio", "a value is not above 0") if mean_ratio(b, a) is None else None


def _verdict(metric: Metric, bounds: Interval, fewest: int) -> Verdict:
    found = verdict_of(fewest, bounds)
    return _OF_TIMES.get(found, found) if metric in TIMES else found
