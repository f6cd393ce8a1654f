"""Where the time of a partition goes, against step logs whose phases are worked out by hand."""

from dataclasses import astuple

import pytest

from report.chapters.backfill.phases import Phases, blocks, partition_count, phases, places

from .made import Execution, Made, a_case, results_of, sentences, tables

AIRFLOW = "airflow:tuned"


def phases_of(made: Made) -> Phases:
    """Those of the one round that was made."""
    results = results_of(made)
    (series,) = results.series(results.main)
    (run,) = series.rounds
    found = phases(run, places(series))
    assert found is not None
    return found


def test_each_phase_is_the_mean_over_partitions() -> None:
    """Two places: the third day is due when day 1 is over at 3.5; day 0 idles for 1 s, day 1's steps overlap."""
    log: list[Execution] = [(0, 0, 1, 2), (0, 0, 3, 4), (1, 1, 1.5, 2.5), (1, 1, 2, 3.5), (2, 2, 5, 6)]
    found = phases_of(Made("backfill", a_case(3), AIRFLOW, [8.0], executions=log))
    assert astuple(found) == pytest.approx(((1 + 1.5 + 1.5) / 3, (2 + 2 + 1) / 3, 1 / 3, 2))


def test_the_control_has_one_place_whatever_the_case_allows() -> None:
    """A day that bare has not come to yet does not wait: it runs the days one after the other."""
    log: list[Execution] = [(0, 0, 0.5, 1), (1, 1, 1, 2), (2, 2, 2.5, 3)]
    found = phases_of(Made("backfill", a_case(3, 4), "bare", [3.0], executions=log))
    assert found.assignment_s == pytest.approx((0.5 + 0 + 0.5) / 3)


def test_a_step_over_a_range_makes_one_partition_of_its_days() -> None:
    """Also where other steps of the same run take the days one by one."""
    log: list[Execution] = [(0, 0, 1, 2), (1, 1, 2, 3), (0, 1, 5, 6), (2, 2, 4, 5)]
    made = Made("backfill", a_case(3), "dagster:single-run", [7.0], executions=log)
    assert [partition_count(run) for run in results_of(made).runs] == [2]
    assert astuple(phases_of(made)) == pytest.approx(((1 + 4) / 2, (3 + 1) / 2, 2 / 2, 1))


def test_more_at_once_than_allowed_is_no_negative_wait() -> None:
    """A control plane that starts a day before it is due has not waited for it."""
    log: list[Execution] = [(0, 0, 0, 4), (1, 1, 1, 4)]
    found = phases_of(Made("backfill", a_case(2, 1), AIRFLOW, [4.0], executions=log))
    assert found.assignment_s == 0


def test_an_execution_that_never_ended_is_left_out() -> None:
    log: list[Execution] = [(0, 0, 1, 2), (0, 0, 3, None)]
    found = phases_of(Made("backfill", a_case(1), AIRFLOW, [3.0], executions=log))
    assert (found.execution_s, found.transition_s, found.done_lag_s) == (1, 0, 1)


def test_the_section_shows_medians_over_rounds_and_shares() -> None:
    """Main case in its own table and in sentences, other cases in another; a second measurement in none."""
    log: list[Execution] = [(0, 0, 1, 2), (0, 0, 4, 5)]
    main = Made("backfill", a_case(1), AIRFLOW, [6.0, 7.0, 9.0], executions=log)
    found = blocks(
        results_of(
            main,
            Made("aa", a_case(1), AIRFLOW, [6.0], executions=log),
            Made("growing", a_case(1, stations=100), AIRFLOW, [5.5], executions=log),
        )
    )
    first, other = tables(found)
    assert first.rows == [[AIRFLOW, "1", "1.00", "2.00", "2.00", "2.00"]]
    assert other.rows == [["growing", "1-day-2-at-once-100-stations", AIRFLOW, "1", "1.00", "2.00", "2.00", "0.50"]]
    assert sentences(found)[0] == (
        "Airflow (tuned): a partition takes 5.00 s from due to the end of its last step: 20.0 % assignment, 40.0 % "
        "execution, 40.0 % transition. The control plane reports success 2.00 s after the last step of all."
    )
    assert "dbt's own start-up counts as transition" in sentences(found)[1]


def test_without_step_logs_there_is_no_section() -> None:
    assert blocks(results_of(Made("backfill", a_case(1), AIRFLOW, [3.0]))) == []
