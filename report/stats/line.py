"""Lines of time over a number of days: what is fixed and what a day costs, with intervals.

From rounds of two sizes that were measured in pairs, or by least squares from rounds of any sizes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import linear_regression, mean, stdev, variance

import numpy as np
from scipy.special import stdtrit  # type: ignore[import-untyped]

from report.text import interval, number

_PAIRS = 3
"""From how many rounds of two sizes on each round has a line of its own."""


@dataclass(frozen=True)
class Estimate:
    """Seconds, with the ends of their 95 % interval; None where too few values give none."""

    value: float
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        return number(self.value) + (f" ({interval(self.low, self.high)})" if self.low is not None else "")


@dataclass(frozen=True)
class Line:
    """Seconds = fixed + per_day x days, as found from rounds (days, seconds).

    at gives what one more round of so many days should take, with its prediction interval. daily is what a day costs by
    each round, where each has a line of its own.
    """

    rounds: list[tuple[int, float]]
    fixed: Estimate
    per_day: Estimate
    at: Callable[[int], Estimate]
    daily: list[float] = field(default_factory=list)

    @property
    def paired(self) -> bool:
        """Whether each round has a line of its own."""
        return bool(self.daily)


def fit(rounds: Sequence[tuple[int, float]]) -> Line:
    """The line through rounds (days, seconds) of at least two different numbers of days."""
    per_day, fixed = linear_regression(*zip(*rounds, strict=True))
    centre, across, scatter = _about(rounds, fixed, per_day)
    free = len(rounds) - 2

    def at(days: int) -> Estimate:
        error = scatter * sqrt(1 + 1 / len(rounds) + (days - centre) ** 2 / across)
        return _estimate(fixed + per_day * days, error, free)

    return Line(
        list(rounds),
        _estimate(fixed, scatter * sqrt(1 / len(rounds) + centre**2 / across), free),
        _estimate(per_day, scatter / sqrt(across), free),
        at,
    )


def pair(small: tuple[int, Sequence[float]], large: tuple[int, Sequence[float]]) -> Line:
    """The mean of the lines that each round makes of its two sizes (days, seconds of each round)."""
    days = large[0] - small[0]
    per_day = [(most - least) / days for least, most in zip(small[1], large[1], strict=True)]
    fixed = [seconds - small[0] * cost for seconds, cost in zip(small[1], per_day, strict=True)]

    def at(days: int) -> Estimate:
        # One more round is taken to scatter as those of the larger size do.
        told = [base + days * cost for base, cost in zip(fixed, per_day, strict=True)]
        return _estimate(mean(told), sqrt(variance(told) / len(told) + variance(large[1])), len(told) - 1)

    rounds = [(days, seconds) for days, own in (small, large) for seconds in own]
    return Line(rounds, _of_rounds(fixed), _of_rounds(per_day), at, per_day)


def paired_sizes(seconds: Mapping[int, Sequence[float]]) -> tuple[int, int] | None:
    """The two sizes that rounds are paired in: those with the most; the third and largest of three is left to check.

    None where there are no two, and where there are more than three: these are better fitted together.
    """
    most = max((len(own) for own in seconds.values()), default=0)
    often = sorted(days for days, own in seconds.items() if len(own) == most)
    if most < _PAIRS or len(often) not in (2, 3):
        return None
    return often[0], often[1]


def _of_rounds(values: Sequence[float]) -> Estimate:
    """Their mean with its 95 % t interval."""
    return _estimate(mean(values), stdev(values) / sqrt(len(values)), len(values) - 1)


def _about(rounds: Sequence[tuple[int, float]], fixed: float, per_day: float) -> tuple[float, float, float]:
    """Mean of the days, sum of their squared distances from it, and the seconds' standard deviation about the line."""
    days, seconds = np.array(rounds, dtype=float).T
    centre = float(days.mean())
    squares, free = float(((seconds - fixed - per_day * days) ** 2).sum()), len(rounds) - 2
    return centre, float(((days - centre) ** 2).sum()), sqrt(squares / free) if free else 0.0


def _estimate(value: float, error: float, free: int) -> Estimate:
    if not free:
        return Estimate(value)
    half = float(stdtrit(free, 0.975)) * error
    return Estimate(value, value - half, value + half)
