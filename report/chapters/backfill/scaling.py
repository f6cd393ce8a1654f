"""How time grows with the number of days: what is fixed, what a day costs, and a larger size that checks both.

Where two sizes have as many rounds, each round gives a line of its own; else one is fitted to all but the largest.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from records.plan import Case
from report.chapters.backfill.cases import along
from report.chapters.backfill.why_off import FAR, why
from report.charts.line_chart import Panel, panels
from report.data.metrics import CPU, WALL, Metric
from report.data.results import Results
from report.data.series import Series
from report.page.document import Block, Items, Picture, Table, Text
from report.stats.comparison import too_few
from report.stats.line import Estimate, Line, fit, pair, paired_sizes
from report.text import MISSING, interval, listed, number, plural

DRAWN = "Dot: a fitted round."
CHECKED = "Diamond: a round of the largest size, which was not fitted; bar: its prediction interval."
_PAIRED = (
    "Each round measured both sizes within minutes of each other: the difference, by the days between them, is what a "
    "day costs, and the rest is fixed. Values are means over the rounds, intervals 95 % t intervals."
)
_PAIRED_CHECK = (
    "A larger number of days checks them: its median is compared with what the rounds predict and the 95 % prediction "
    "interval of one more round, which is taken to scatter as the larger of the two sizes."
)
METHOD = (
    "Least squares through every round of all sizes but the largest, the same source and partitions at once; "
    "intervals are 95 % t intervals. The largest number of days checks the line: its median is compared with the "
    "line's prediction and its 95 % prediction interval. Both intervals assume that rounds of every size scatter alike."
)


@dataclass(frozen=True)
class Check:
    """What a line says of a number of days that it has not seen, and what those took."""

    days: int
    predicted: Estimate
    seconds: list[float]

    @property
    def error(self) -> float:
        """Measured over predicted, less 1."""
        return median(self.seconds) / self.predicted.value - 1

    @property
    def inside(self) -> bool | None:
        """Whether the median measured lies in the prediction interval; None where there is none."""
        if self.predicted.low is None or self.predicted.high is None:
            return None
        return self.predicted.low <= median(self.seconds) <= self.predicted.high


@dataclass(frozen=True)
class Growth:
    """One contender's time over the number of days; check is None where there are only the two sizes of a line.

    sizes has the contender with each number of days, the smallest first.
    """

    sizes: dict[int, Series]
    metric: Metric
    line: Line
    check: Check | None

    @property
    def series(self) -> Series:
        """The contender with the smallest number of days."""
        return next(iter(self.sizes.values()))

    @property
    def fewest(self) -> int:
        """The rounds of the size that has the fewest."""
        sizes = Counter(days for days, _ in self.line.rounds)
        return min([*sizes.values(), *([len(self.check.seconds)] if self.check else [])])


def growths(results: Results, metric: Metric) -> Iterator[Growth]:
    """Every contender measured with two or more numbers of days, otherwise as the main case."""
    for sizes in along(results, metric, lambda case: len(case.days), _others):
        seconds = {days: series.values(metric) for days, series in sizes.items()}
        if both := paired_sizes(seconds):
            small, large = both
            line = pair((small, seconds[small]), (large, seconds[large]))
            largest = max(((days, own) for days, own in seconds.items() if days > large), default=None)
        else:
            # Any two sizes lie on a line: only from three on is one left to check it.
            largest = seconds.popitem() if len(seconds) > 2 else None
            line = fit([(days, s) for days, own in seconds.items() for s in own])
        check = Check(largest[0], line.at(largest[0]), largest[1]) if largest else None
        yield Growth(sizes, metric, line, check)


def _others(case: Case) -> object:
    return case.source, case.concurrency


def daily_costs(results: Results, metric: Metric) -> dict[str, list[float]]:
    """What a day costs each contender that was measured in pairs of two sizes: a value for each round, in seconds."""
    return {growth.series.name: growth.line.daily for growth in growths(results, metric) if growth.line.paired}


def unseen(results: Results, metric: Metric) -> tuple[int, dict[str, list[float]]]:
    """The largest number of days that checks what paired rounds predict, and the seconds that it took each contender.

    (0, {}) where there is none.
    """
    found = {each.series.name: each.check for each in growths(results, metric) if each.line.paired and each.check}
    days = max((check.days for check in found.values()), default=0)
    return days, {name: check.seconds for name, check in found.items() if check.days == days}


def many_days(results: Results, metric: Metric) -> dict[int, dict[str, list[float]]]:
    """The larger of two paired sizes, and the size that checks them, if any: days -> the seconds that it took each.

    {} where no two sizes were paired.
    """
    paired = [growth for growth in growths(results, metric) if growth.line.paired]
    large = max((days for growth in paired for days, _ in growth.line.rounds), default=0)
    own = {one.series.name: one.sizes[large].values(metric) for one in paired if large in one.sizes}
    most, seconds = unseen(results, metric)
    return {**({large: own} if own else {}), **({most: seconds} if most else {})}


def blocks(results: Results) -> list[Block]:
    """The costs and the check in sentences, the picture, the tables; [] where there is but one number of days."""
    wall, cpu = (list(growths(results, metric)) for metric in (WALL, CPU))
    found = [*wall, *cpu]
    if not found:
        return []
    checks = [(growth, growth.check) for growth in found if growth.check]
    unchecked = [growth for growth in found if not growth.check and not growth.line.paired]
    cpu_of = {growth.series.name: growth for growth in cpu}
    sentences = [
        *(_cost(growth, cpu_of.get(growth.series.name)) for growth in wall),
        *([_verdict(checks)] if checks else []),
        *_off(checks),
        *([_nothing_to_check(unchecked)] if unchecked else []),
    ]
    drawn = f"{DRAWN} {CHECKED}" if checks else DRAWN
    diamonds = ", a diamond where the fit is checked, over the interval of its prediction" if checks else ""
    return [
        Items(sentences),
        Picture(
            "scaling",
            f"Wall and CPU time over the number of days: every round, a line for each contender's fit{diamonds}.",
            panels([_panel(found, metric) for metric in (WALL, CPU)], "days", results.plan.contenders),
        ),
        Text(f"{drawn} {_method(found)} {too_few(min(growth.fewest for growth in found), 'of a size')}".rstrip()),
        _fits(found),
        *([_checks(checks)] if checks else []),
    ]


def _method(found: list[Growth]) -> str:
    """How the costs were found, which may differ from contender to contender."""
    checked = any(growth.check for growth in found if growth.line.paired)
    paired = f"{_PAIRED} {_PAIRED_CHECK}" if checked else _PAIRED
    ways = {growth.line.paired: paired if growth.line.paired else METHOD for growth in found}
    return " ".join(ways[paired] for paired in sorted(ways, reverse=True))


def _costs(growth: Growth) -> tuple[Estimate, Estimate]:
    """Fixed and per day; of two sizes' one line without intervals, which would hide that it is a guess."""
    fixed, per_day = growth.line.fixed, growth.line.per_day
    return (fixed, per_day) if growth.check or growth.line.paired else (Estimate(fixed.value), Estimate(per_day.value))


def _cost(wall: Growth, cpu: Growth | None) -> str:
    fixed, per_day = _costs(wall)
    sentence = f"{wall.series.label}: {fixed} s of wall time plus {per_day} s per day"
    return f"{sentence}; {_costs(cpu)[0]} s of CPU time plus {_costs(cpu)[1]} s per day." if cpu else f"{sentence}."


def _verdict(checks: list[tuple[Growth, Check]]) -> str:
    sizes = listed([plural(days, "day") for days in sorted({check.days for _, check in checks})])
    verdicts = [check.inside for _, check in checks if check.inside is not None]
    worst, furthest = max(checks, key=lambda each: abs(each[1].error))
    inside = f"{sum(verdicts)} of {len(verdicts)} medians lie in their prediction interval; the " if verdicts else ""
    return (
        f"Checked against {sizes}, predicted from fewer: {inside}furthest off is {worst.series.label}'s "
        f"{worst.metric.lower}, {_signed(furthest.error)} against its prediction."
    )


def _off(checks: list[tuple[Growth, Check]]) -> Iterator[str]:
    """Who was further from the prediction than FAR, in which metrics, and what the step log says of it."""
    far: dict[str, list[tuple[Growth, Check]]] = {}
    for growth, check in checks:
        if abs(check.error) > FAR:
            far.setdefault(growth.series.label, []).append((growth, check))
    for who, found in far.items():
        growth, check = found[0]
        errors = listed([f"{each.metric.lower} {_signed(its.error)}" for each, its in found])
        reason = why(growth.sizes, check.days) or "the step log does not say why"
        yield f"{who}, {plural(check.days, 'day')} against their prediction: {errors}. {reason[0].upper()}{reason[1:]}."


def _nothing_to_check(unchecked: list[Growth]) -> str:
    names = listed(list(dict.fromkeys(growth.series.label for growth in unchecked)))
    return f"{names}: only two numbers of days were measured, and some line fits any two; no check, no interval."


def _fits(found: list[Growth]) -> Table:
    rows = []
    for growth in found:
        sizes = ", ".join(str(days) for days in sorted({days for days, _ in growth.line.rounds}))
        costs = [cell for cost in _costs(growth) for cell in (number(cost.value), interval(cost.low, cost.high))]
        rounds = len(growth.line.daily or growth.line.rounds)
        rows.append([growth.metric.short, growth.series.name, sizes, str(rounds), *costs])
    columns = ["Metric", "Contender", "Days", "Rounds", "Fixed, s", "Interval", "Per day, s", "Interval"]
    return Table("Fixed cost and cost per day", columns, rows, words=3)


def _checks(checks: list[tuple[Growth, Check]]) -> Table:
    rows = [
        [
            growth.metric.short,
            growth.series.name,
            str(check.days),
            number(check.predicted.value),
            interval(check.predicted.low, check.predicted.high),
            number(median(check.seconds)),
            str(len(check.seconds)),
            _signed(check.error),
            {True: "yes", False: "no", None: MISSING}[check.inside],
        ]
        for growth, check in checks
    ]
    columns = ["Metric", "Contender", "Days", "Predicted, s", "Interval", "Measured, s", "n", "Error", "Inside"]
    return Table("The largest number of days, predicted and measured", columns, rows, words=2)


def _panel(found: list[Growth], metric: Metric) -> Panel:
    points, lines, checks, spans = [], [], [], []
    for growth in [growth for growth in found if growth.metric is metric]:
        name, check = growth.series.name, growth.check
        points += [(name, days, seconds) for days, seconds in growth.line.rounds]
        ends = {days for days, _ in growth.line.rounds}
        if check:
            ends.add(check.days)
            checks += [(name, check.days, seconds) for seconds in check.seconds]
            if check.predicted.low is not None and check.predicted.high is not None:
                spans.append((name, check.days, check.predicted.low, check.predicted.high))
        lines += [(name, days, growth.line.at(days).value) for days in (min(ends), max(ends))]
    return Panel(metric.heading, points, lines, checks, spans)


def _signed(share: float) -> str:
    return f"{100 * share:+.1f} %"
