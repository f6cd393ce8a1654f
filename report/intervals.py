"""Medians, ratios and how far to trust them."""

from collections.abc import Callable, Sequence
from functools import cache
from statistics import median

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap  # type: ignore[import-untyped]

SEED = 20130101
Interval = tuple[float, float] | None
Resamples = NDArray[np.float64]


def median_interval(values: Sequence[float]) -> Interval:
    """95 % bootstrap interval of the median, in the values' unit; the extremes of two values; None for one or none."""
    if len(values) < 2:
        return None
    if len(values) == 2:
        return min(values), max(values)
    return _bootstrap((tuple(values),), _median)


def ratio_interval(above: Sequence[float], below: Sequence[float]) -> Interval:
    """95 % bootstrap interval of median(above) / median(below), without unit.

    With two values on either side it is the smallest and largest ratio possible; None with fewer, or below 0.
    """
    if min(len(above), len(below)) < 2 or min(below) <= 0:
        return None
    if min(len(above), len(below)) == 2:
        return min(above) / max(below), max(above) / min(below)
    return _bootstrap((tuple(above), tuple(below)), _ratio_of_medians)


def ratio(above: float | None, below: float | None) -> float | None:
    """above / below, or None where either is unknown or there is nothing to divide by."""
    return above / below if above is not None and below else None


def middle(values: Sequence[float]) -> int:
    """The position of the value nearest to the median; the first of equals."""
    centre = median(values)
    return min(range(len(values)), key=lambda i: abs(values[i] - centre))


def _median(values: Resamples, axis: int) -> Resamples:
    return np.asarray(np.median(values, axis=axis))


def _ratio_of_medians(above: Resamples, below: Resamples, axis: int) -> Resamples:
    return _median(above, axis) / _median(below, axis)


# The same figure stands in several places of a report.
@cache
def _bootstrap(samples: tuple[tuple[float, ...], ...], statistic: Callable[..., Resamples]) -> tuple[float, float]:
    # Percentile: the bias correction of BCa is undefined for the median of a few values.
    found = bootstrap(
        [np.asarray(sample, dtype=float) for sample in samples],
        statistic,
        method="percentile",
        vectorized=True,
        n_resamples=9999,
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(found.low), float(found.high)
