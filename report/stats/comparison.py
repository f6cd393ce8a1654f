"""One group of values against another: the ratio, how far to trust it, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, log
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from report.stats.intervals import ROUNDING, Interval, mean_ratio, ratio_interval
from report.text import times

ENOUGH = 5
"""How many rounds on both sides a verdict takes."""
SIMULATED = (
    "In a simulation of equal contenders, on machines with one speed or two, the interval excluded 1 (a false "
    "positive) in 9 to 10 % of comparisons with 3 rounds on a side, in 5 to 6 % with 4, in 6 to 8 % with 5 against 3, "
    "and in 4 to 5 % with 5, 8 or 10."
)
Verdict = Literal["less", "more", "no measurable difference", "too few rounds", "missing"]


def leaves_out_one(low: ArrayLike, high: ArrayLike) -> NDArray[np.bool_]:
    """Whether an interval, or each of many, tells its two sides apart: the one place that decides it."""
    return (np.asarray(high) < 1 - ROUNDING) | (np.asarray(low) > 1 + ROUNDING)


@dataclass(frozen=True)
class Comparison:
    """How many times the values below those above are; interleaved: whether both sides are rounds of one run."""

    above: Sequence[float]
    below: Sequence[float]
    interleaved: bool = True

    @cached_property
    def ratio(self) -> float | None:
        """The ratio of the geometric means; None where a side has no value, or one that is not above 0."""
        return mean_ratio(self.above, self.below)

    @cached_property
    def interval(self) -> Interval:
        """The ratio's 95 % interval; None with fewer than two values on a side, or without a ratio."""
        return None if self.ratio is None else ratio_interval(self.above, self.below, interleaved=self.interleaved)

    @property
    def fewest(self) -> int:
        """How many values the side with fewer has."""
        return min(len(self.above), len(self.below))

    @property
    def enough(self) -> bool:
        """Whether both sides have the rounds that a verdict takes."""
        return self.fewest >= ENOUGH

    @property
    def holds_one(self) -> bool:
        """Whether the interval leaves open that both sides are the same."""
        return self.interval is not None and self._side is None

    @property
    def verdict(self) -> Verdict:
        """What the ratio says of the values above."""
        if self.ratio is None:
            return "missing"
        if not self.enough or self.interval is None:
            return "too few rounds"
        return self._side or "no measurable difference"

    @property
    def rounds_to_tell(self) -> int | None:
        """About how many rounds would tell a difference of this size; None where these do, or where there is none.

        The half width of a mean's interval is proportional to 1 / sqrt(rounds).
        """
        if self.interval is None or not self.holds_one or self.ratio is None or abs(self.ratio - 1) < ROUNDING:
            return None
        low, high = self.interval
        return ceil(self.fewest * (log(high / low) / 2 / log(self.ratio)) ** 2)

    @property
    def words(self) -> str:
        """The ratio with its interval: 2.24× (2.01 to 2.44)."""
        return times(self.ratio) + self._bounds

    def said(self, what: str) -> str:
        """The ratio of what with its interval, and whether enough rounds tell that there is no difference."""
        equal = self.enough and self.holds_one
        return f"{times(self.ratio)} {what}{self._bounds}{', no measurable difference' if equal else ''}"

    @property
    def _side(self) -> Literal["less", "more"] | None:
        """On which side of 1 all of the interval is; None where it holds 1, or where there is none."""
        if self.interval is None:
            return None
        low, high = self.interval
        return ("less" if high < 1 else "more") if leaves_out_one(low, high) else None

    @property
    def _bounds(self) -> str:
        return f" ({' to '.join(map(self._end, self.interval))})" if self.interval else ""

    def _end(self, value: float) -> str:
        """An end of the interval; with a third digit where two would put it at 1, which it is not at."""
        return f"{value:.3f}" if self._side and f"{value:.2f}" == "1.00" else f"{value:.2f}"


def too_few(fewest: int, of_what: str) -> str:
    """That no verdict stands on so few rounds of a size, on a side; empty where there are enough."""
    return "" if fewest >= ENOUGH else f"Fewer than {ENOUGH} rounds {of_what} are too few for a verdict."
