"""The fit over the number of days, against figures worked out by hand."""

import numpy as np
import pytest

from report.chapters.backfill.questions import of_a_day
from report.chapters.backfill.scaling import blocks, growths
from report.data.metrics import WALL
from report.page.document import Picture
from report.stats.line import fit, pair

from .made import Made, a_case, results_of, sentences, tables

# y = 3 + 2 x, each point twice, 0.1 above and below: 2 degrees of freedom, residual deviation sqrt(0.04 / 2).
ROUNDS = [(1, 4.9), (1, 5.1), (7, 16.9), (7, 17.1)]
T2 = 4.30265


def test_fixed_cost_and_cost_per_day_have_t_intervals() -> None:
    line = fit(ROUNDS)
    spread = 0.02**0.5
    assert line.per_day.value == pytest.approx(2)
    assert line.per_day.high == pytest.approx(2 + T2 * spread / 36**0.5, rel=1e-5)
    assert line.fixed.value == pytest.approx(3)
    assert line.fixed.low == pytest.approx(3 - T2 * spread * (1 / 4 + 16 / 36) ** 0.5, rel=1e-5)


def test_a_prediction_interval_is_that_of_one_more_round() -> None:
    """It is wider than that of the line by a round's own scatter, and grows with the distance from the mean."""
    predicted = fit(ROUNDS).at(14)
    half = T2 * 0.02**0.5 * (1 + 1 / 4 + 100 / 36) ** 0.5
    assert (predicted.low, predicted.value, predicted.high) == pytest.approx((31 - half, 31, 31 + half), rel=1e-5)


def test_nineteen_of_twenty_new_rounds_lie_in_their_prediction_interval() -> None:
    """The claim itself, on simulated rounds of a true line."""
    draws = np.random.default_rng(7)
    days = [1, 1, 7, 7, 7, 7, 7]
    inside = 0
    for _ in range(1000):
        predicted = fit([(x, 3 + 2 * x + draws.normal()) for x in days]).at(14)
        assert predicted.low is not None
        assert predicted.high is not None
        inside += predicted.low <= 31 + draws.normal() <= predicted.high
    assert 930 <= inside <= 970


def test_two_rounds_have_a_line_and_no_interval() -> None:
    line = fit([(1, 5.0), (7, 17.0)])
    assert (line.per_day.value, line.per_day.low, line.at(14).value, line.at(14).low) == pytest.approx(
        (2, None, 31, None)
    )


def made(contender: str, *sizes: tuple[int, list[float]]) -> list[Made]:
    """Rounds of a contender for each number of days."""
    return [Made("backfill", a_case(days), contender, walls) for days, walls in sizes]


def test_the_largest_number_of_days_is_not_fitted_but_checked() -> None:
    results = results_of(*made("airflow:tuned", (7, [16.9, 17.1]), (1, [4.9, 5.1]), (14, [34.0, 31.5, 31.2])))
    (growth,) = growths(results, WALL)
    assert sorted(growth.line.rounds) == ROUNDS
    assert growth.check is not None
    assert (growth.check.days, growth.check.error, growth.check.inside) == (14, pytest.approx(0.5 / 31), True)
    fits, checks = tables(blocks(results))
    assert fits.rows[0] == ["Wall time", "airflow:tuned", "1, 7", "4", "3.00", "2.49 to 3.51", "2.00", "1.90 to 2.10"]
    verdict = ["airflow:tuned", "14", "31.0", "29.8 to 32.2", "31.5", "3", "+1.6 %", "yes"]
    assert checks.rows == [["Wall time", *verdict], ["CPU time", *verdict]]


def test_a_check_outside_its_interval_is_said() -> None:
    found = blocks(results_of(*made("airflow:tuned", (7, [16.9, 17.1]), (1, [4.9, 5.1]), (14, [62.0]))))
    assert "0 of 2 medians lie in their prediction interval" in sentences(found)[1]
    assert "Airflow (tuned)'s wall time, +100.0 % against its prediction" in sentences(found)[1]


def test_what_is_far_from_its_prediction_is_told_with_what_the_step_log_says() -> None:
    """30 days in three runs where 2 and 10 are one; the halves of 30 days that slow down, as medians over rounds."""
    sizes = ((2, [12.0] * 3, 1), (10, [20.0] * 3, 1), (30, [70.0], 3))
    batched = [
        Made(
            "backfill",
            a_case(days),
            "dagster:batched",
            walls,
            executions=[(days // runs * i, days // runs * (i + 1) - 1, 1.0, 5.0) for i in range(runs)],
        )
        for days, walls, runs in sizes
    ]
    told = sentences(blocks(results_of(*batched)))
    assert told[2] == (
        "Dagster (batched), 30 days against their prediction: wall time +75.0 % and CPU time +75.0 %. 2 days in 1 run, "
        "10 days in 1 run and 30 days in 3 runs."
    )
    daily = [
        Made(
            "backfill",
            a_case(days),
            "airflow:tuned",
            [wall] * 3,
            executions=[(i, i, 0.0, i + 1.0 + (40 if i > 14 else 0)) for i in range(days)],
        )
        for days, wall in ((2, 2.0), (10, 10.0), (30, 70.0))
    ]
    told = sentences(blocks(results_of(*daily)))
    assert told[2].endswith("% and CPU time +133.3 %. The first half of the days took 15.0 s, the second 55.0 s.")


def test_of_two_sizes_it_is_said_that_nothing_checks_the_line() -> None:
    """And no interval is given, which would hide that the line is a guess."""
    found = blocks(results_of(*made("dagster:stock", (7, [16.9, 17.1]), (1, [4.9, 5.1]))))
    said = sentences(found)
    assert said[0] == (
        "Dagster (stock): 3.00 s of wall time plus 2.00 s per day; 3.00 s of CPU time plus 2.00 s per day."
    )
    assert said[1] == (
        "Dagster (stock): only two numbers of days were measured, and some line fits any two; no check, no interval."
    )
    assert [row[5] for row in tables(found)[0].rows] == ["–", "–"]


def test_few_rounds_of_a_size_are_said_to_be_no_verdict() -> None:
    """The size that checks the line counts too."""
    many = made("bare", (7, [5.0] * 5), (1, [1.0] * 5))
    for rounds, word in (4, True), (5, False):
        results = results_of(*many, *made("bare", (14, [9.0] * rounds)))
        assert ("Fewer than 5 rounds of a size" in sentences(blocks(results))[-1]) == word


def test_of_two_sizes_with_as_many_rounds_each_round_has_a_line_of_its_own() -> None:
    """Means over the rounds with t intervals: a slow round is slow in both sizes, and says little of the cost of a day.

    Worked out by hand: a day costs 2.0, 2.1 and 2.2 s, so 2.1 with 4.30265 x 0.1 / sqrt(3) on either side.
    """
    sizes = made("bare", (2, [5.0, 15.2, 6.4]), (10, [21.0, 32.0, 24.0]), (30, [63.0]), (3, [8.0]))
    (growth,) = growths(results_of(*sizes), WALL)
    line, half = growth.line, T2 * 0.1 / 3**0.5
    assert line.paired
    assert (line.per_day.low, line.per_day.value, line.per_day.high) == pytest.approx(
        (2.1 - half, 2.1, 2.1 + half), 1e-5
    )
    assert line.fixed.value == pytest.approx((1.0 + 11.0 + 2.0) / 3)
    assert growth.check is not None
    assert (growth.check.days, growth.check.predicted.value) == (30, pytest.approx((61.0 + 74.0 + 68.0) / 3))
    half = T2 * (42.3333 / 3 + 32.3333) ** 0.5  # the predictions' variance, and that of a round of ten days
    assert growth.check.predicted.high == pytest.approx((61.0 + 74.0 + 68.0) / 3 + half, 1e-5)


def test_nineteen_of_twenty_paired_intervals_hold_what_a_day_costs() -> None:
    """The claim itself, on simulated rounds, of which each is now fast, now slow in both sizes."""
    draws = np.random.default_rng(7)
    inside = 0
    for _ in range(1000):
        slow = draws.normal(0, 20, 9)
        found = pair(*((days, 3 + 2 * days + slow + draws.normal(0, 1, 9)) for days in (2, 10)))
        assert found.per_day.low is not None
        assert found.per_day.high is not None
        inside += found.per_day.low <= 2 <= found.per_day.high
    assert 930 <= inside <= 970


def test_nineteen_of_twenty_paired_predictions_hold_one_more_round() -> None:
    """Of a size that no round had, where rounds of it scatter as those of the larger size do."""
    draws = np.random.default_rng(7)
    inside = 0
    for _ in range(1000):
        found = pair(*((days, 3 + 2 * days + draws.normal(0, 1, 9)) for days in (2, 10))).at(30)
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 63 + draws.normal(0, 1) <= found.high
    assert 930 <= inside <= 970


def test_the_largest_of_three_sizes_as_often_checks_what_the_others_say() -> None:
    """And of more than three all but the largest are fitted together."""
    (growth,) = growths(results_of(*made("bare", *((days, [1.0 * days] * 3) for days in (10, 2, 30)))), WALL)
    assert growth.line.paired
    assert {days for days, _ in growth.line.rounds} == {2, 10}
    assert growth.check is not None
    assert growth.check.days == 30
    (growth,) = growths(results_of(*made("bare", *((days, [1.0 * days] * 3) for days in (7, 1, 30, 90)))), WALL)
    assert not growth.line.paired


def test_the_cost_of_a_day_is_a_measure_of_the_verdict() -> None:
    """A value for each round, of every contender that was measured in pairs of two sizes."""
    of = {"airflow:tuned": 2.0, "dagster:tuned": 4.0}
    asked = [one for name, cost in of.items() for one in made(name, *((n, [5 + n * cost] * 5) for n in (2, 10)))]
    (measure,) = of_a_day(results_of(*asked), WALL)
    assert measure.short == "Wall time of each further day"
    assert measure.samples == {name: pytest.approx([cost] * 5) for name, cost in of.items()}
    assert of_a_day(results_of(*made("bare", (2, [5.0] * 5))), WALL) == []


def test_runs_that_are_launched_at_once_are_another_question() -> None:
    """They have as many days, and are no rounds of the tool's own backfill."""
    case = a_case(2).model_copy(update={"name": "2-days-2-at-once-as-runs", "launched_as": "runs"})
    launched = Made("backfill", case, "dagster:tuned", [1.0] * 3)
    (growth,) = growths(results_of(*made("dagster:tuned", (2, [5.0] * 3), (10, [21.0] * 3)), launched), WALL)
    assert growth.line.per_day.value == pytest.approx(2)


def test_only_cases_like_the_main_one_are_fitted() -> None:
    """Another concurrency, another source and another scenario are other questions."""
    others = [
        Made("backfill", a_case(1, 4), "bare", [1.0]),
        Made("backfill", a_case(1, stations=100), "bare", [1.0]),
        Made("growing", a_case(30), "bare", [1.0]),
    ]
    assert blocks(results_of(*made("bare", (7, [16.9])), *others)) == []


def test_a_contender_that_failed_at_a_size_is_not_fitted_there() -> None:
    failed = Made("backfill", a_case(14), "bare", [99.0], changes={"outcome": "failed", "reason": "crashed"})
    (growth,) = growths(results_of(*made("bare", (7, [16.9]), (1, [4.9])), failed), WALL)
    assert growth.check is None


def test_the_picture_names_every_contender() -> None:
    results = results_of(*made("bare", (7, [5.0]), (1, [1.0])), *made("dagster:stock", (7, [17.0]), (1, [5.0])))
    (picture,) = [block for block in blocks(results) if isinstance(block, Picture)]
    assert picture.name == "scaling"
    assert all(name in picture.svg for name in ("bare", "Dagster (stock)", "days"))
