"""The verdict in lines: for each measure, each orchestrator against the other."""

from dataclasses import dataclass
from statistics import median
from typing import Literal

from report.chapters.backfill.headline import ENOUGH
from report.chapters.verdict.questions import Measure, Question
from report.stats.intervals import ROUNDING, Interval, mean_ratio, ratio_interval
from report.text import configuration, label, stack

Verdict = Literal["less", "more", "no measurable difference", "too few rounds", "missing"]


@dataclass(frozen=True)
class Line:
    """One orchestrator's contender against the other's in one measure.

    ratio is own to other, None where one is missing; median is in the measure's unit; rounds are the contender's own.
    """

    question: Question
    measure: Measure
    contender: str
    other: str
    median: float | None
    rounds: int
    ratio: float | None
    interval: Interval
    verdict: Verdict
    reason: str = ""

    @property
    def words(self) -> str:
        """The verdict as it is read: faster, slower, less, more, or why there is none."""
        if self.verdict == "less":
            return self.measure.less
        if self.verdict == "more":
            return self.measure.more
        return f"missing: {self.reason}" if self.verdict == "missing" else self.verdict


def lines(asked: list[Question]) -> list[Line]:
    """Every measure of every question: a line for each of the two orchestrators that are compared."""
    return [
        _line(question, measure, own, other)
        for question in asked
        for measure in question.measures
        if (pair := leading(measure))
        for own, other in (pair, pair[::-1])
    ]


def leading(measure: Measure) -> tuple[str, str] | None:
    """Who speaks for each of two orchestrators: both tuned, or both stock; None where they have no such pair.

    A contender that has no number still speaks: its reason is the line. Unlike configurations are never compared.
    """
    known = [*measure.samples, *measure.missing]
    for kind in ("tuned", "stock", "special", "control"):
        of_kind = sorted({stack(c): c for c in known if configuration(c) == kind}.values())
        if len(of_kind) == 2:
            return of_kind[0], of_kind[1]
    return None


def _line(question: Question, measure: Measure, own: str, other: str) -> Line:
    above, below = (measure.samples.get(contender, []) for contender in (own, other))
    ratio, interval = mean_ratio(above, below), ratio_interval(above, below) if above and below else None
    reasons = [f"{label(name)}, {measure.missing[name]}" for name in (own, other) if name in measure.missing]
    if not reasons and ratio is None:
        reasons = ["a value is not above 0"]
    return Line(
        question,
        measure,
        own,
        other,
        median(above) if above else None,
        len(above),
        ratio,
        interval,
        "missing" if ratio is None else verdict_of(min(len(above), len(below)), interval),
        "; ".join(reasons),
    )


def verdict_of(fewest: int, interval: Interval) -> Verdict:
    """What a ratio's interval says; fewest is the number of rounds of the side that has fewer."""
    if fewest < ENOUGH or interval is None:
        return "too few rounds"
    low, high = interval
    return "less" if high < 1 - ROUNDING else "more" if low > 1 + ROUNDING else "no measurable difference"
