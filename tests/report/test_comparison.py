"""What a comparison says, from made-up values."""

import pytest

from report.stats.comparison import Comparison

FIVE = [10.0, 10.1, 10.2, 9.9, 10.0]
TWICE = [2 * value for value in FIVE]


def test_a_verdict_needs_rounds_and_an_interval_that_leaves_out_one() -> None:
    """Anything else is no verdict, or no measurable difference."""
    assert Comparison(FIVE, TWICE).verdict == "less"
    assert Comparison(TWICE, FIVE).verdict == "more"
    assert Comparison(FIVE, FIVE[::-1]).verdict == "no measurable difference"
    assert Comparison(FIVE[:4], TWICE).verdict == "too few rounds"
    assert Comparison(FIVE, TWICE[:4]).verdict == "too few rounds"


@pytest.mark.parametrize("none", [[], [0.0] * 5])
def test_without_values_above_0_there_is_no_ratio(none: list[float]) -> None:
    """And no interval: nothing is made up."""
    found = Comparison(none, FIVE)
    assert (found.ratio, found.interval, found.verdict, found.words) == (None, None, "missing", "–")


def test_what_differs_by_rounding_alone_is_no_difference() -> None:
    """Equal counts have a ratio of 1, but for the last digits."""
    found = Comparison([1 + 1e-12] * 5, [1.0] * 5)
    assert found.interval
    assert found.interval[0] > 1
    assert found.holds_one
    assert found.verdict == "no measurable difference"


def test_a_comparison_is_said_with_its_interval() -> None:
    """That there is no difference is said only of enough rounds."""
    assert Comparison(FIVE, TWICE).words == "0.50× (0.49 to 0.51)"
    assert Comparison(FIVE, TWICE).said("the wall time") == "0.50× the wall time (0.49 to 0.51)"
    assert Comparison(FIVE, FIVE).said("its own").endswith("), no measurable difference")
    assert Comparison(FIVE[:3], FIVE[:3]).said("its own").endswith(")")
    assert Comparison([2.0], [1.0]).words == "2.00×"
