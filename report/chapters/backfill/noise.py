"""What the method calls noise: a contender against itself, and the false-positive rate for equal contenders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from report.chapters.backfill.cases import first_time, numbered
from report.data.metrics import CPU, CPU_USED, WALL, Metric
from report.data.results import Results
from report.data.series import Series
from report.page.document import Block, Items, Table, Text
from report.stats.comparison import ENOUGH, Comparison, leaves_out_one
from report.stats.intervals import RESAMPLES, ROUNDING, SEED, level, paired, resampled
from report.text import MISSING, limit, percent, times

HALF_WIDTHS = {WALL.name: 0.10, CPU.name: 0.05, CPU_USED.name: 0.05}
"""How wide half of an A/A interval may be, of 1."""
FALSE_POSITIVES = 0.05
TRIALS = 2_000
_PACE = (
    "CPU time is normalised for core speed, here as wherever contenders of these results are compared. CPU time as "
    "used stands beside it, to show the effect of the machine's changing speed."
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Again:
    """One contender's case measured twice, by one metric."""

    first: Series
    second: Series
    metric: Metric

    @cached_property
    def comparison(self) -> Comparison:
        """The second time to the first, as everything in the report is compared."""
        return Comparison(self.second.values(self.metric), self.first.values(self.metric))

    @property
    def rounds(self) -> tuple[int, int]:
        """How many there were the first time and the second."""
        return len(self.first.values(self.metric)), len(self.second.values(self.metric))

    @property
    def half_width(self) -> float | None:
        """Half of the interval's width, of 1."""
        bounds = self.comparison.interval
        return (bounds[1] - bounds[0]) / 2 if bounds else None

    @property
    def narrow(self) -> bool:
        """Whether the interval is as narrow as is asked for."""
        return self.half_width is not None and self.half_width <= HALF_WIDTHS[self.metric.name]

    @cached_property
    def false_positive_rate(self) -> float | None:
        """The share of groups, drawn from all values of both times, that would be told apart; None with under three."""
        if min(self.rounds) < 3:
            return None
        first, second = self.rounds
        return false_positive_rate([*self.first.values(self.metric), *self.second.values(self.metric)], second, first)


def again(results: Results) -> Iterator[Again]:
    """Every contender that was measured a second time: wall time, CPU time, and that as used where it is another."""
    for subject in results.subjects:
        same = first_time(results, subject)
        before = {series.name: series for series in results.series(same)} if same else {}
        for metric in (WALL, CPU, *([CPU_USED] if results.at_one_pace else [])):
            for second in numbered(results, subject, metric):
                first = before.get(second.name)
                if first and first.values(metric):
                    yield Again(first, second, metric)


def false_positive_rate(pool: Sequence[float], above: int, below: int, trials: int = TRIALS) -> float:
    """How often an interval leaves out 1 though both its groups, of so many values, are drawn from one pool."""
    draws = np.random.default_rng(SEED)
    drawn = (draws.choice(np.asarray(pool, dtype=float), (trials, size)) for size in (above, below))
    return float(told_apart(*drawn).mean())


def told_apart(above: Floats, below: Floats) -> Flags:
    """Whether the interval of report.stats.intervals.ratio_interval leaves out 1, for every row of two groups.

    Groups have three values or more. All rows share their resamples, so that the logarithms of the resampled ratios
    are a product of matrices.
    """
    sizes = above.shape[1], below.shape[1]
    resamples = np.random.default_rng(SEED)
    weights = _weights(resamples, sizes[0])
    if paired(*sizes):
        logs = np.log(above) - np.log(below)
    else:
        weights = np.vstack([weights, -_weights(resamples, sizes[1])])
        logs = np.log(np.hstack([above, below]))
    return np.concatenate([_leave_out_one(some @ weights, level(*sizes)) for some in _few(logs)])


def _leave_out_one(ratios: Floats, confidence: float) -> Flags:
    """Whether each row's interval leaves out 1; ratios are logarithms, one column per resample.

    An end of an interval lies between two neighbours in the row's order. Counting tells on which side of 1 both are,
    in a tenth of the time that it takes to find them.
    """
    ends = (1 - confidence) / 2, (1 + confidence) / 2
    low, high = (floor(end * (RESAMPLES - 1)) for end in ends)
    not_above = np.count_nonzero(ratios <= np.log1p(ROUNDING), axis=1)
    under = np.count_nonzero(ratios < np.log1p(-ROUNDING), axis=1)
    found: Flags = (not_above <= low) | (under >= high + 2)
    # With 1 between the two neighbours, only the end itself tells.
    near = (not_above == low + 1) | (under == high + 1)
    found[near] = leaves_out_one(*np.quantile(np.exp(ratios[near]), ends, axis=1))
    return found


def _weights(resamples: np.random.Generator, size: int) -> Floats:
    """How much of each resample each of a group's values is: one row per value, one column per resample."""
    picked = resampled(resamples, size)
    return np.stack([(picked == place).mean(axis=1) for place in range(size)])


def _few(groups: Floats) -> list[Floats]:
    """The groups in parts that fit into memory with all of their resamples."""
    return np.array_split(groups, -(-len(groups) // 250))


def blocks(results: Results) -> list[Block]:
    """The verdict on the method in sentences, and a table; [] where nothing was measured twice."""
    found = list(again(results))
    if not found:
        return []
    return [
        Items([*(_sentence(each) for each in found), *_false_positives(found)]),
        Text(
            "Each of these contenders was measured twice in the same run, its rounds among all the others. The ratio "
            "is the second measurement to the first; its interval is that of every comparison in this report. For the "
            f"false-positive rate, the values of both are pooled. Then {TRIALS:,} times, two groups of as many rounds "
            "are drawn from the pool, with replacement, and the intervals that exclude 1 are counted. A value that is "
            "drawn twice makes such groups somewhat more alike than new rounds would be."
        ),
        *([Text(_PACE)] if any(each.metric == CPU_USED for each in found) else []),
        _table(found),
    ]


def _sentence(each: Again) -> str:
    compared = each.comparison
    again = f"{each.second.label}, {each.metric.lower}: the second measurement is {times(compared.ratio)} the first"
    if compared.interval is None or each.half_width is None:
        return f"{again}; too few rounds for an interval."
    low, high = compared.interval
    sentence = (
        f"{again} ({low:.2f} to {high:.2f}). The interval {'includes' if compared.holds_one else 'excludes'} 1; its "
        f"half-width is {percent(each.half_width)}, {'within' if each.narrow else 'above'} the limit of "
        f"{limit(HALF_WIDTHS[each.metric.name])}"
    )
    if compared.enough:
        return f"{sentence}."
    return f"{sentence}; fewer than {ENOUGH} rounds on a side are too few for a verdict."


def _false_positives(found: list[Again]) -> list[str]:
    compared = [each for each in found if each.metric != CPU_USED]
    shares = [share for each in compared if (share := each.false_positive_rate) is not None]
    if not shares:
        return []
    verdict = "within" if max(shares) <= FALSE_POSITIVES else "above"
    return [
        f"False-positive rate for equal contenders: {percent(mean(shares))} of {len(shares) * TRIALS:,} intervals "
        f"exclude 1; at most {percent(max(shares))} for one contender and metric, {verdict} the limit of "
        f"{limit(FALSE_POSITIVES)}."
    ]


def _table(found: list[Again]) -> Table:
    rows = []
    for each in found:
        bounds, rate = each.comparison.interval, each.false_positive_rate
        rows.append(
            [
                each.second.name,
                each.metric.short,
                each.second.subject.case.name,
                f"{each.rounds[0]}, {each.rounds[1]}",
                times(each.comparison.ratio),
                f"{bounds[0]:.2f} to {bounds[1]:.2f}" if bounds else MISSING,
                MISSING if each.half_width is None else percent(each.half_width),
                "yes" if each.comparison.holds_one else "no",
                "yes" if each.narrow else "no",
                MISSING if rate is None else percent(rate),
            ]
        )
    columns = [
        "Contender",
        "Metric",
        "Case",
        "Rounds",
        "Ratio",
        "Interval",
        "Half-width",
        "Includes 1",
        "Narrow enough",
    ]
    return Table("A contender against itself", [*columns, "False positives"], rows, words=3)
