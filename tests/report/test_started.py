"""How a backfill is started, and what of its time is a wait for that."""

from report.chapters.backfill.started import blocks

from .made import Made, a_case, results_of, tables

CASE = a_case(3)
AT_ONCE = CASE.model_copy(update={"name": "3-days-2-at-once-as-runs", "launched_as": "runs"})
WAITS = {"turn_wait_s": 15.0}


def test_the_wait_for_a_daemon_is_shown_and_left_out_of_a_second_ratio() -> None:
    """20 s against 40 s is half with the wait of 15 s, and 0.80 without; against runs launched at once it is 0.80."""
    found = blocks(
        results_of(
            Made("backfill", CASE, "airflow:tuned", [20.0, 20.0]),
            Made("backfill", CASE, "dagster:tuned", [40.0, 40.0], clocks=WAITS),
            Made("backfill", AT_ONCE, "dagster:tuned", [25.0]),
            Made("backfill", CASE, "dagster:stock", [60.0], clocks=WAITS),
        )
    )
    each, ratios = tables(found)
    own, runs = "the tool's own backfill", "a run for each day, launched at once"
    assert each.rows == [
        ["airflow:tuned", own, "2", "20.0", "–", "20.0"],
        ["dagster:tuned", own, "2", "40.0", "15.0", "25.0"],
        ["dagster:stock", own, "1", "60.0", "15.0", "45.0"],
        ["dagster:tuned", runs, "1", "25.0", "–", "25.0"],
    ]
    assert [[*row[:3], row[3][:5], row[4][:5]] for row in ratios.rows] == [
        ["airflow:tuned", "dagster:tuned", own, "0.50×", "0.80×"],
        ["airflow:tuned", "dagster:tuned", runs, "0.80×", "0.80×"],
    ]


def test_nothing_is_said_where_no_wait_was_recorded() -> None:
    """Results of before have none."""
    assert blocks(results_of(Made("backfill", CASE, "dagster:tuned", [40.0]))) == []
