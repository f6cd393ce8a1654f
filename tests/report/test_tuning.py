"""Tuned against stock of the same stack in the same case."""

from typing import Any

from report.chapters.backfill.tables import DBT_ROLE
from report.chapters.backfill.tuning import blocks

from .made import Made, a_case, results_of, sentences, tables

ROUNDS = [0.98, 0.99, 1.0, 1.01, 1.02]


def made(contender: str, wall: float, roles: dict[str, float] | None = None, rounds: int = 5, **case: Any) -> Made:
    """Rounds around a wall time, and the CPU seconds of each role in every round."""
    used: dict[str, Any] = {"cpu_s_by_role": roles, "cpu_s": sum(roles.values())} if roles else {}
    return Made("backfill", a_case(**case), contender, [wall * f for f in ROUNDS[:rounds]], resources=used)


def test_a_day_twice_as_fast_is_said_with_its_interval() -> None:
    said = sentences(blocks(results_of(made("airflow:stock", 140), made("airflow:tuned", 35))))
    assert said[0] == (
        "Airflow, 7 days, 2 at once: 20.0 s of wall time per day stock, 5.00 s tuned: stock takes 4.00× (3.91 to 4.10) "
        "as long, which is at least 2×."
    )


def test_few_rounds_are_not_held_against_the_goal() -> None:
    """The ratio is told, with what is certain: that they do not overlap."""
    said = sentences(blocks(results_of(made("airflow:stock", 140, rounds=2), made("airflow:tuned", 35))))
    assert "with 2 and 5 rounds, even the fastest stock round took" in said[0]
    assert "at least" not in said[0]


def test_where_the_gain_is_small_roles_show_where_the_time_goes() -> None:
    """Also outside of the main case; a role that only one of them has is there with nothing for the other."""
    found = blocks(
        results_of(
            made("bare", 4),
            made("dagster:stock", 30, {"daemon": 7, "run workers": 21}, days=1),
            made("dagster:tuned", 20, {"daemon": 1, "dbt": 7}, days=1),
        )
    )
    assert "which is less than 2×." in sentences(found)[0]
    (table,) = tables(found)
    assert table.rows == [
        ["run workers", "21.0", "0.00", "-21.0", "–"],
        ["daemon", "7.00", "1.00", "-6.00", "7.00×"],
        ["dbt", "0.00", "7.00", "7.00", "0.00×"],
        ["all", "28.0", "8.00", "-20.0", "3.50×"],
        ["wall time", "30.0", "20.0", "-10.0", "1.50×"],
    ]
    assert sentences(found)[1] == (
        "Dagster (tuned) spends most CPU time in dbt (87.5 %) and daemon (12.5 %); it keeps the machine's 2 cores "
        "20.0 % busy."
    )
    assert sentences(found)[2:] == [DBT_ROLE]


def test_a_large_gain_has_roles_in_the_main_case_alone() -> None:
    pair = [made("airflow:stock", 140), made("airflow:tuned", 35)]
    assert len(tables(blocks(results_of(*pair)))) == 1
    other = [made("airflow:stock", 40, days=1), made("airflow:tuned", 5, days=1)]
    assert len(tables(blocks(results_of(*pair, *other)))) == 1


def test_fewer_than_five_rounds_are_no_verdict() -> None:
    said = sentences(blocks(results_of(made("airflow:stock", 35.5, rounds=3), made("airflow:tuned", 35))))
    assert said[0].endswith("; 3 and 5 rounds are too few for a verdict, which needs 5 of each.")


def test_of_few_rounds_that_lie_apart_the_fact_is_said() -> None:
    """140 x 0.98 s against 35 x 1.02 s."""
    said = sentences(blocks(results_of(made("airflow:stock", 140, rounds=3), made("airflow:tuned", 35))))
    assert said[0].endswith(
        "; with 3 and 5 rounds, even the fastest stock round took 3.84× as long as the slowest tuned one."
    )


def test_equal_configurations_are_not_told_apart() -> None:
    said = sentences(blocks(results_of(made("airflow:stock", 35), made("airflow:tuned", 35))))
    assert said[0].endswith("; no measurable difference.")


def test_a_stack_with_one_configuration_has_no_section() -> None:
    assert blocks(results_of(made("airflow:stock", 35), made("dagster:tuned", 35))) == []
