"""Medians, ratios and how far to trust them."""

from collections.abc import Callable, Sequence
from functools import cache
from math import sqrt
from statistics import geometric_mean, median

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtrit  # type: ignore[import-untyped]

SEED = 20130101
PAIRS = 8
"""From how many rounds on a ratio's interval is one of pairs: fewer are too few to draw from."""
ALARMS = 0.045
"""False-positive rate for equal contenders with normal values: below 5 %, so that it is at most 5 % with measured "
"ones."""
RESAMPLES = 9999
ROUNDING = 1e-9
"""Equal values have a ratio of 1, but for the last digits."""
Interval = tuple[float, float] | None
Resamples = NDArray[np.float64]
Places = NDArray[np.int64]


def median_interval(values: Sequence[float]) -> Interval:
    """95 % bootstrap interval of the median, in the values' unit; the extremes of two values; None for one or none."""
    if len(values) < 2:
        return None
    if len(values) == 2:
        return min(values), max(values)
    return _bootstrap((tuple(values),), _median, 0.95)


def mean_ratio(above: Sequence[float], below: Sequence[float]) -> float | None:
    """How many times the one is the other: the ratio of their geometric means, None where there is none.

    It is the geometric mean of the ratios of every value of the one to every value of the other, and so the same
    whichever stands above (Fleming and Wallace 1986). Medians would not do: a machine that is now fast, now slow, has
    two humps of values, and the median jumps from the one to the other.
    """
    if not above or not below or min(*above, *below) <= 0:
        return None
    return geometric_mean(above) / geometric_mean(below)


def ratio_interval(above: Sequence[float], below: Sequence[float], *, interleaved: bool = True) -> Interval:
    """95 % bootstrap interval of mean_ratio, without unit; for normal values somewhat more, see ALARMS.

    Where both sides have the same rounds, eight or more, the rounds are drawn and not the values: what was measured
    within minutes of each other shares the machine's speed, and the ratio is free of it (randomized blocks). Rounds of
    two runs were not interleaved and share nothing: there the values are drawn, however many. With two values on either
    side it is the smallest and largest ratio possible; None with fewer, or below 0.
    """
    if min(len(above), len(below)) < 2 or min(*above, *below) <= 0:
        return None
    if min(len(above), len(below)) == 2:
        return min(above) / max(below), max(above) / min(below)
    groups, pairs = (tuple(above), tuple(below)), paired(len(above), len(below), interleaved=interleaved)
    confidence = level(len(above), len(below), interleaved=interleaved)
    return _bootstrap(groups, ratio_of_means, confidence, paired=pairs)


def paired(above: int, below: int, *, interleaved: bool = True) -> bool:
    """Whether a ratio of so many values to so many is one of pairs."""
    return interleaved and above == below >= PAIRS


def level(above: int, below: int, *, interleaved: bool = True) -> float:
    """Which percentiles of resampled means hold all but ALARMS of what groups of so few values or pairs leave open.

    A plain percentile interval of a mean is too narrow, by sqrt((n - 1) / n), and takes the normal distribution for
    Student's t: the expanded percentile interval of Hesterberg, What Teachers Should Know about the Bootstrap (2015).
    Pairs are drawn from n differences, not from 2 n values, whose tails are lighter still: there the factor is squared,
    with which a simulation has what it should. Drawn from measured values the alarms are up to a tenth more.
    """
    fewest = min(above, below)
    factor = fewest / (fewest - 1)
    pairs = paired(above, below, interleaved=interleaved)
    wide = (factor if pairs else sqrt(factor)) * stdtrit(fewest - 1 if pairs else above + below - 2, 1 - ALARMS / 2)
    return float(2 * ndtr(wide) - 1)


def resampled(resamples: np.random.Generator, size: int) -> Places:
    """Which of a group's values each resample draws: one row per resample, as many columns as there are values."""
    return resamples.integers(0, size, (RESAMPLES, size))


def ratio(above: float | None, below: float | None) -> float | None:
    """above / below, or None where either is unknown or there is nothing to divide by."""
    return above / below if above is not None and below else None


def middle(values: Sequence[float]) -> int:
    """The position of the value nearest to the median; the first of equals."""
    centre = median(values)
    return min(range(len(values)), key=lambda i: abs(values[i] - centre))


def _median(values: Resamples, axis: int) -> Resamples:
    return np.asarray(np.median(values, axis=axis))


def ratio_of_means(above: Resamples, below: Resamples, axis: int) -> Resamples:
    """The ratio of the geometric means along an axis."""
    return np.asarray(np.exp(np.log(above).mean(axis=axis) - np.log(below).mean(axis=axis)))


# The same figure stands in several places of a report.
@cache
def _bootstrap(
    samples: tuple[tuple[float, ...], ...],
    statistic: Callable[..., Resamples],
    confidence: float,
    *,
    paired: bool = False,
) -> tuple[float, float]:
    """Both ends of a percentile interval: the bias correction of BCa is undefined for the median of a few values."""
    resamples = np.random.default_rng(SEED)
    if paired:
        places = [resampled(resamples, len(samples[0]))] * len(samples)
    else:
        places = [resampled(resamples, len(sample)) for sample in samples]
    found = statistic(*(np.array(sample)[at] for sample, at in zip(samples, places, strict=True)), axis=1)
    ordered = np.sort(found)
    outside = (1 - confidence) / 2
    return _quantile(ordered, outside), _quantile(ordered, 1 - outside)


def _quantile(ordered: Resamples, share: float) -> float:
    # As np.quantile, but for the order of two additions: figures stay the same to the last digit.
    at = share * (len(ordered) - 1)
    below = int(at)
    beyond = at - below
    return float((1 - beyond) * ordered[below] + beyond * ordered[below + 1])
