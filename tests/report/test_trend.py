"""Trends over time, against scipy.stats, which takes seconds to import."""

import numpy as np
import pytest
from scipy.stats import spearmanr, theilslopes  # type: ignore[import-untyped]

from report.stats.trend import trend


@pytest.mark.parametrize("rising", [0.0, 0.1, 3.0])
def test_a_trend_is_that_of_theil_and_sen_and_its_chance_that_of_spearman(rising: float) -> None:
    """With several values at the same time, and equal ones."""
    draws = np.random.default_rng(3)
    times = draws.integers(0, 12, 30).astype(float)
    values = np.round(rising * times + draws.normal(0, 1, 30), 1)
    found, ranked = trend(times, values), spearmanr(times, values)
    assert found.slope == pytest.approx(theilslopes(values, times).slope)
    assert (found.correlation, found.p) == pytest.approx((ranked.statistic, ranked.pvalue))


def test_what_always_rises_is_no_chance() -> None:
    found = trend([1, 2, 3, 4], [10, 20, 30, 40])
    assert (found.slope, found.correlation, found.p) == pytest.approx((10, 1, 0))
