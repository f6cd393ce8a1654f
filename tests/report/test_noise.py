"""A contender against itself, and the false-positive rate of the report's own interval."""

from itertools import product

import numpy as np
import pytest

from report.chapters.backfill.noise import again, blocks, false_positive_rate, told_apart
from report.data.metrics import CPU, CPU_USED
from report.stats.comparison import leaves_out_one
from report.stats.intervals import ratio_interval

from .made import Made, a_case, results_of, sentences, tables

FIRST = [10.0, 10.1, 9.9, 10.2, 9.8]


@pytest.mark.parametrize(("above", "below"), [(5, 5), (3, 5), (6, 4), (7, 7), (4, 4), (12, 12)])
def test_the_fast_count_tells_apart_what_the_reports_interval_does(above: int, below: int) -> None:
    """Groups as they come, then the same moved until an end of their interval is a millionth on either side of 1."""
    draws = np.random.default_rng(1)
    groups = [draws.normal(10, 0.5, (20, size)) for size in (above, below)]
    ends = np.array([ratio_interval(*pair) for pair in zip(*(group.tolist() for group in groups), strict=True)])
    assert told_apart(*groups).tolist() == leaves_out_one(*ends.T).tolist()
    for end, nearly in product(range(2), (1 - 1e-6, 1 + 1e-6)):
        moved = groups[0] / ends[:, end : end + 1] * nearly
        out = nearly > 1 if end == 0 else nearly < 1
        assert told_apart(moved, groups[1]).tolist() == [out] * 20


def test_equal_groups_are_not_told_apart() -> None:
    """Neither where every resample's ratio is 1 to the last digits."""
    for size in (5, 8):
        assert not told_apart(np.full((3, size), 0.1), np.full((3, size), 0.1)).any()


@pytest.mark.parametrize("rounds", [5, 8, 12])
@pytest.mark.parametrize("humps", [1, 2])
def test_false_positives_are_one_in_twenty_whether_the_machine_has_one_speed_or_two(rounds: int, humps: int) -> None:
    """Equal groups have intervals that exclude 1 in about 5 % of the draws."""
    draws = np.random.default_rng(2)
    speeds = draws.choice([0.94, 1.04], 1000) if humps == 2 else np.ones(1000)
    pool = (speeds * draws.normal(10, 0.1, 1000)).tolist()
    assert 0.03 <= false_positive_rate(pool, rounds, rounds) <= 0.06


def test_rounds_that_share_the_machines_speed_tell_apart_what_it_would_hide() -> None:
    """A machine that slows by a third over twelve rounds: a tenth between neighbours is seen, none made up."""
    drift = [10 * (1 + i / 33) for i in range(12)]
    wobble = [(-1) ** i * 0.01 for i in range(12)]
    first = [value * (1 + more) for value, more in zip(drift, wobble, strict=True)]
    low, high = ratio_interval([1.1 * value for value in drift], first) or (0, 0)
    assert 1 < low < 1.1 < high
    low, high = ratio_interval(drift, first) or (0, 0)
    assert low < 1 < high
    assert high - low < 0.05


def test_false_positives_of_the_same_values_are_the_same() -> None:
    assert false_positive_rate(FIRST, 5, 5) == false_positive_rate(FIRST, 5, 5)


def made(scenario: str, walls: list[float], cpus: list[float] | None = None) -> Made:
    """Rounds of one contender in the main case."""
    return Made(scenario, a_case(), "airflow:tuned", walls, cpus)


def test_an_interval_that_holds_one_and_is_narrow_is_said_to_be() -> None:
    second = [10.1, 9.9, 10.0, 10.2, 9.9]
    found = blocks(results_of(made("backfill", FIRST), made("aa", second)))
    said = sentences(found)
    low, high = ratio_interval(second, FIRST) or (0, 0)
    half = f"{50 * (high - low):.2f}"
    assert said[0] == (
        f"Airflow (tuned), wall time: the second measurement is 1.00× the first ({low:.2f} to {high:.2f}). The "
        f"interval includes 1; its half-width is {half} %, within the limit of 10 %."
    )
    assert said[1].endswith(f"The interval includes 1; its half-width is {half} %, within the limit of 5 %.")
    assert said[2].startswith("False-positive rate for equal contenders: ")
    assert said[2].endswith("within the limit of 5 %.")
    (table,) = tables(found)
    assert [row[:4] + row[7:9] for row in table.rows] == [
        ["airflow:tuned", "Wall time", "7-days-2-at-once", "5, 5", "yes", "yes"],
        ["airflow:tuned", "CPU time", "7-days-2-at-once", "5, 5", "yes", "yes"],
    ]


def test_what_misses_one_or_is_wide_is_said_too() -> None:
    """Wall time is the same and all over the place; CPU time is steady and another the second time."""
    wild = [5.0, 8.0, 10.0, 12.0, 15.0]
    said = sentences(blocks(results_of(made("backfill", wild, FIRST), made("aa", wild, [12.0] * 5))))
    assert "includes 1" in said[0]
    assert "above the limit of 10 %" in said[0]
    assert "excludes 1" in said[1]


def test_at_one_pace_the_machines_speed_is_out_of_cpu_time() -> None:
    """Rounds that are slower as the loop beside them is are the same work; without a pace nothing is said of it."""
    paces = [1e-6 * (5 + i % 3) for i in range(8)]
    rounds = [
        Made(scenario, a_case(), "airflow:tuned", [10.0], [1e7 * pace], resources={"core_pace_s": pace})
        for scenario, shifted in (("backfill", paces), ("aa", [*paces[1:], paces[0]]))
        for pace in shifted
    ]
    found = {each.metric: each for each in again(results_of(*rounds))}
    assert found[CPU].comparison.interval == pytest.approx((1, 1))
    assert not found[CPU_USED].narrow
    said = sentences(blocks(results_of(*rounds)))
    assert any("CPU time as used: the second measurement is 1.00× the first" in sentence for sentence in said)
    assert not any("core speed" in s for s in sentences(blocks(results_of(made("backfill", FIRST), made("aa", FIRST)))))


def test_three_rounds_a_time_are_no_verdict_and_one_has_no_interval() -> None:
    few = sentences(blocks(results_of(made("backfill", FIRST[:3]), made("aa", FIRST[:3]))))
    assert few[0].endswith("fewer than 5 rounds on a side are too few for a verdict.")
    one = blocks(results_of(made("backfill", [10.0]), made("aa", [11.0])))
    assert sentences(one)[0].endswith("the second measurement is 1.10× the first; too few rounds for an interval.")
    assert not any(sentence.startswith("False-positive") for sentence in sentences(one))


def test_without_a_second_time_there_is_no_section() -> None:
    assert blocks(results_of(made("backfill", FIRST))) == []
