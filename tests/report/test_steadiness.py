"""Warnings for an unsteady machine, and the harness's own cost."""

from typing import Any

import numpy as np
import pytest

from report.chapters.backfill.steadiness import blocks, relative
from report.data.metrics import WALL

from .made import Made, a_case, results_of, sentences, tables

NOISE = [1.0, 1.01, 0.99, 1.0, 1.02, 0.98, 1.01, 0.99, 1.0, 1.0, 0.99, 1.01]


def made(walls: list[float], contender: str = "bare", **resources: Any) -> Made:
    """Rounds in the main case, a minute apart."""
    return Made("backfill", a_case(), contender, walls, resources=resources)


def test_a_steady_machine_is_said_to_be() -> None:
    """One core-second elsewhere in 10 s on 2 cores is 5 %."""
    said = sentences(blocks(results_of(made([10 * f for f in NOISE], elsewhere_cpu_s=0.5))))
    assert said[0] == (
        "Steady: the rest of the machine never used more than 2.55 % of its cores while something was measured, no "
        "round is more than 25 % from the median of the same contender and case, and none of wall and CPU time drifts "
        "by more than 5 % over the run."
    )


def test_load_from_elsewhere_is_a_warning_with_the_worst_of_it() -> None:
    said = sentences(blocks(results_of(made([10, 10]), made([20.0, 10.0], "airflow:tuned", elsewhere_cpu_s=5.0))))
    assert said[0] == (
        "Unsteady: in 2 of 4 measurements the rest of the machine used more than 5 % of its cores, most in Airflow "
        "(tuned) in backfill 7-days-2-at-once, round 2 (25.0 %)."
    )


def test_the_machines_own_speed_is_told_where_it_was_measured() -> None:
    """By the loop that is the same beside every contender."""
    told = made([10.0, 10.0], core_pace_s=1e-4), made([10.0], "airflow:tuned", core_pace_s=1.2e-4)
    said = sentences(blocks(results_of(*told)))
    assert said[0].startswith("Steady: ")
    speed = (
        "The machine's own speed: the same short loop, run beside 3 measurements, cost 100 to 120 µs of CPU time "
        "(median 100)."
    )
    assert said[1] == f"{speed} CPU time is normalised by that."
    untold = made([10.0], "dagster:tuned")
    assert f"{speed} No figure is normalised by that." in sentences(blocks(results_of(*told, untold)))
    assert not any("own speed" in each for each in sentences(blocks(results_of(made([10.0, 10.0])))))


def test_a_machine_that_changes_its_own_speed_is_a_warning() -> None:
    """By half beside the same contender, where a quarter is let pass; nothing is called steady then."""
    rounds = [
        Made("backfill", a_case(), "bare", [10.0], resources={"core_pace_s": pace}) for pace in (1e-4, 1.1e-4, 1.5e-4)
    ]
    said = sentences(blocks(results_of(*rounds)))
    assert said[0].startswith("Unsteady: the machine's own speed changed; the same short loop, run beside 3 ")
    assert not any(each.startswith("Steady") for each in said)


def test_a_loop_that_costs_more_beside_another_contender_is_no_warning() -> None:
    """That may be the contender's doing, and not the machine's."""
    bare, airflow = made([10.0] * 3, core_pace_s=1e-4), made([10.0] * 3, "airflow:tuned", core_pace_s=2e-4)
    assert sentences(blocks(results_of(bare, airflow)))[0].startswith("Steady: ")


def test_unknown_load_is_said() -> None:
    said = sentences(blocks(results_of(made([10, 10], elsewhere_cpu_s=None))))
    assert said[0] == "What else the machine did meanwhile was not recorded."


@pytest.mark.parametrize(("trend", "word"), [(0.2, "slower"), (-0.2, "faster")])
def test_a_drift_over_the_run_is_a_warning(trend: float, word: str) -> None:
    """Twelve rounds in 11 minutes, a fifth slower or faster at the end than at the start."""
    walls = [10 * f * (1 + trend * i / 11) for i, f in enumerate(NOISE)]
    said = sentences(blocks(results_of(made(walls))))
    assert said[0].startswith("Unsteady: wall time drifts. Over the 11.0 minutes of the run, rounds became ")
    assert f" {word} than others of the same contender and case " in said[0]


def test_what_contenders_take_is_no_drift() -> None:
    """A slow contender measured late is not a machine that became slow: each is compared with its own."""
    late = made([100 * f for f in NOISE], "dagster:tuned")
    assert sentences(blocks(results_of(made(NOISE), late)))[0].startswith("Steady")


def test_both_times_that_a_case_is_measured_are_alike() -> None:
    values = relative(results_of(made([10, 10]), Made("aa", a_case(), "bare", [10, 14])), WALL)
    assert [value.relative for value in values] == [1, 1, 1, 1.4]


def test_a_round_far_off_is_named() -> None:
    walls = [10.0] * 9 + [14.0]
    said = sentences(blocks(results_of(made(walls))))
    assert said[0] == (
        "More than 25 % from the median of the same contender and case: bare in backfill 7-days-2-at-once, round 10, "
        "wall time +40 %; bare in backfill 7-days-2-at-once, round 10, CPU time +40 %."
    )


def test_few_rounds_do_not_pass_for_steady_ones() -> None:
    assert sentences(blocks(results_of(made([10.0, 14.0]))))[0].endswith(
        "fewer than 3 rounds of a contender and case cannot show outliers or drift."
    )
    assert sentences(blocks(results_of(made([10.0, 10.1, 10.2]))))[0].endswith("3 rounds are too few to show a drift.")


def test_chance_alone_seldom_drifts() -> None:
    """Rounds that scatter by 10 % with no trend: a warning in about one run of a hundred, for wall or CPU time."""
    draws = np.random.default_rng(5)
    runs = [results_of(made(draws.normal(10, 1, 30).clip(7.6, 12.4).tolist())) for _ in range(60)]
    assert sum("time drifts." in sentences(blocks(results))[0] for results in runs) <= 2


def test_the_harness_s_own_cost_is_shown_against_its_limit() -> None:
    """0.1 of 10 and of 20 CPU s: 0.67 % of all; more than 1 % of neither, but of one exactly that."""
    found = blocks(results_of(made([10.0], harness_cpu_s=0.1), made([20.0], "airflow:tuned", harness_cpu_s=0.1)))
    assert sentences(found)[-1] == (
        "The measuring process used 0.20 CPU s while 30.0 CPU s were measured, 0.67 %: under 1 %. Its supervisor and "
        "the console count as CPU elsewhere."
    )
    (table,) = tables(found)
    assert table.rows == [["bare", "1", "1.00 %", "1.00 %", "no"], ["airflow:tuned", "1", "0.50 %", "0.50 %", "yes"]]


def test_failed_rounds_say_nothing_of_the_machine() -> None:
    failed = Made("backfill", a_case(), "bare", [1.0], changes={"outcome": "failed", "reason": "crashed"})
    assert blocks(results_of(failed)) == []
