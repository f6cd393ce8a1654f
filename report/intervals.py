"""Medians, ratios and how far to trust them."""

from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap  # type: ignore[import-untyped]

SEED = 20130101
Interval = tuple[float, float] | None


def median_interval(values: Sequence[float]) -> Interval:
    """95 % bootstrap interval of the median, in the values' unit; the extremes of two values; None for one or none."""
    if len(values) < 2:
        return None
    if len(values) == 2:
        return min(values), max(values)
    return _bootstrap((values,), np.median)


def ratio_interval(above: Sequence[float], below: Sequence[float]) -> Interval:
    """95 % bootstrap interval of median(above) / median(below), without unit.

    With two values on either side it is the smallest and largest ratio possible; None with fewer, or below 0.
    """
    if min(len(above), len(below)) < 2 or min(below) <= 0:
        return None
    if min(len(above), len(below)) == 2:
        return min(above) / max(below), max(above) / min(below)
    return _bootstrap((above, below), lambda a, b, axis: np.median(a, axis=axis) / np.median(b, axis=axis))


def ratio(above: float | None, below: float | None) -> float | None:
    """above / below, or None where either is unknown or there is nothing to divide by."""
    return above / below if above is not None and below else None


def middle(values: Sequence[float]) -> int:
    """The position of the value nearest to the median; the first of equals."""
    centre = median(values)
    return min(range(len(values)), key=lambda i: abs(values[i] - centre))


def _bootstrap(samples: tuple[Sequence[float], ...], statistic: Any) -> tuple[float, float]:
    # Percentile: the bias correction of BCa is undefined for the median of a few values.
    arrays: tuple[NDArray[np.float64], ...] = tuple(np.asarray(sample, dtype=float) for sample in samples)
    found = bootstrap(
        arrays, statistic, method="percentile", vectorized=True, n_resamples=9999, rng=np.random.default_rng(SEED)
    ).confidence_interval
    return float(found.low), float(found.high)
