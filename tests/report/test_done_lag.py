"""When each reports success, against when the data was there."""

from typing import Any

from report.chapters.backfill.done_lag import HELD, RECORD, blocks

from .made import Made, a_case, results_of, sentences, tables


def made(contender: str, *, days: int = 7, **clocks: Any) -> Made:
    """Two rounds with these clocks."""
    return Made("backfill", a_case(days), contender, [10.0, 10.0], clocks=clocks)


def test_done_late_is_said_with_the_figure() -> None:
    found = blocks(results_of(made("dagster:tuned", data_ready_s=9.0, control_plane_done_s=10, record_done_s=14)))
    assert sentences(found) == [
        "Dagster (tuned) reports success 1.00 s after its data is ready; the backfill's own record, read in 2 "
        "measurements, does so 4.00 s after its last run has ended.",
        f"{HELD} {RECORD}",
    ]
    (table,) = tables(found)
    assert table.rows == [["dagster:tuned", "2", "1.00", "1.00 to 1.00", "2", "4.00", "4.00 to 4.00"]]


def test_done_early_is_said_with_how_often_in_all_cases() -> None:
    found = blocks(
        results_of(
            made("airflow:tuned", data_ready_s=9.5, control_plane_done_s=10, record_done_s=8.8),
            made("airflow:tuned", days=1, data_ready_s=11, control_plane_done_s=10, record_done_s=11),
        )
    )
    assert sentences(found)[:-1] == [
        "Airflow (tuned) reports success 0.50 s after its data is ready; the backfill's own record, read in 2 "
        "measurements, does so 1.20 s before its last run has ended. The control plane reported success before the "
        "data was ready in 2 of 4 measurements, by up to 1.00 s. The record reported success before the last run had "
        "ended in 2 of 4 measurements, by up to 1.20 s."
    ]


def test_a_contender_without_a_record_has_none() -> None:
    found = blocks(results_of(made("bare", data_ready_s=9.0)))
    assert sentences(found) == ["bare reports success 1.00 s after its data is ready.", HELD]
    assert tables(found)[0].rows[0][4:] == ["0", "–", "–"]


def test_a_record_has_rounds_of_its_own() -> None:
    """It is read in fewer rounds than the data."""
    late = made("dagster:tuned", data_ready_s=9.0, control_plane_done_s=10, record_done_s=14)
    results = results_of(late)
    without = made("dagster:tuned", data_ready_s=9.0, control_plane_done_s=10)
    results.runs[1] = results_of(without).runs[1]
    found = blocks(results)
    assert "read in 1 measurement, does so 4.00 s after" in sentences(found)[0]
    assert tables(found)[0].rows[0][1:6] == ["2", "1.00", "1.00 to 1.00", "1", "4.00"]


def test_without_a_backfill_there_is_no_section() -> None:
    assert blocks(results_of(Made("growing", a_case(1, stations=100), "bare", [1.0]))) == []
