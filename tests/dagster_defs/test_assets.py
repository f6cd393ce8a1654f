"""The assets against a real PostgreSQL, alone and together."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from shared_etl.days import Days
from shared_etl.warehouse import Warehouse

Query = Callable[..., list[tuple[object, ...]]]
Run = Callable[..., dg.ExecuteInProcessResult]
Tables = dict[str, list[tuple[object, ...]]]

DAY = "2013-02-12"
"""A real day with one reading turned away: a wind of 1,048 mph."""


def metadata(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, Any]:
    """The metadata of the asset's (last) materialization."""
    [*_, event] = [e for e in result.get_asset_materialization_events() if e.asset_key == dg.AssetKey(asset)]
    return {name: value.value for name, value in event.materialization.metadata.items()}


def test_a_day_is_shown(run: Run, tmp_path: Path) -> None:
    """Every dbt test is a check that passed; a model shows its rows, the report its plot and where its files are."""
    result = run(DAY)

    assert result.success
    evaluations = result.get_asset_check_evaluations()
    assert len({check.check_name for check in evaluations}) == len(evaluations) == 23
    assert all(check.passed for check in evaluations)
    assert {"rows_in", "rows_out", "rows_rejected"} <= metadata(result, "weather_report").keys()

    models = {
        model: (shown["rows_out"], shown["dagster/partition_row_count"])
        for model in ("stg_weather__readings", "city_aggregates", "daily_weather_summary")
        for shown in [metadata(result, model)]
    }
    assert models == {"stg_weather__readings": (71, 71), "city_aggregates": (2, 2), "daily_weather_summary": (3, 3)}

    report = metadata(result, "weather_report")
    assert report["plot"].startswith(f"![The weather of {DAY}](data:image/png;base64,iVBORw0KGgo")
    for file in ("plot_file", "daily_weather_summary", "city_aggregates"):
        assert Path(report[file]).is_relative_to(tmp_path / "reports" / DAY)
        assert Path(report[file]).is_file()


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        ({"status": "INSERT 0 71"}, 71),
        ({"status": "SELECT 71"}, 71),
        ({"status": "CREATE VIEW"}, None),
        ({"status": "success"}, None),
        ({"status": ""}, None),
        ({}, None),
    ],
)
@pytest.mark.usefixtures("defs")
def test_rows_are_told_where_dbt_tells_them(data: dict[str, str], rows: int | None) -> None:
    """A model that is built is not failed by what dbt says of it."""
    from dagster_defs.assets.models import rows_written

    told = DbtCoreCliEventMessage(raw_event={"data": data}, event_history_metadata={})
    counted = {name: value.value for name, value in rows_written(told, Days.parse(DAY)).items()}
    assert counted == ({} if rows is None else {"rows_out": rows, "dagster/partition_row_count": rows})


def test_a_range_of_days_in_one_run(
    run: Run,
    query: Query,
    warehouse: Warehouse,
    control: Callable[..., Warehouse],
    tables: Callable[[Warehouse], Tables],
) -> None:
    """A run for several days does each step once, for all of them, and marks every day as materialized."""
    expected = tables(control(DAY, "2013-02-14"))

    result = run(DAY, "2013-02-14")

    assert result.success
    assert tables(warehouse) == expected
    assert query("select distinct partition_start::text, partition_end::text, attempt from etl.step_log") == [
        (DAY, "2013-02-14", 1)
    ]
    days = [
        e.partition for e in result.get_asset_materialization_events() if e.asset_key == dg.AssetKey("city_aggregates")
    ]
    assert days == [DAY, "2013-02-13", "2013-02-14"]
    assert metadata(result, "city_aggregates")["rows_out"] == 6
    for asset in ("raw_weather_data", "city_aggregates"):
        assert "dagster/partition_row_count" not in metadata(result, asset)


def test_an_asset_by_itself(run: Run, query: Query) -> None:
    """An asset can be materialized alone, and shows how many rows it has and the first of them."""
    result = run(DAY, only=["raw_weather_data"])

    assert result.success
    assert query("select step from etl.step_log") == [("raw_weather_data",)]
    shown = metadata(result, "raw_weather_data")
    assert shown["dagster/partition_row_count"] == shown["rows_out"] == 72
    assert shown["rows_rejected"] == 0
    columns = [(column.name, column.type) for column in shown["dagster/column_schema"].columns]
    assert ("partition_date", "date") in columns
    assert len(shown["preview"].records) == 5
    assert all(list(row.data) == [name for name, _ in columns] for row in shown["preview"].records)


def test_rejected_rows_are_shown(run: Run) -> None:
    """What a step turned away is told on its asset."""
    result = run(DAY, only=["raw_weather_data", "cleaned_weather_data", "validated_readings"])

    assert metadata(result, "cleaned_weather_data")["rows_rejected"] == 0
    shown = metadata(result, "validated_readings")
    assert (shown["rows_in"], shown["dagster/partition_row_count"], shown["rows_rejected"]) == (72, 71, 1)


def test_a_source_that_is_not_there(
    run: Run,
    query: Query,
    warehouse: Warehouse,
    tables: Callable[[Warehouse], Tables],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Input that cannot be read fails at once, is not tried again, and nothing that depends on it runs."""
    monkeypatch.setenv("WEATHER_SOURCE", f"files:{tmp_path}/missing")

    result = run(DAY)

    assert not result.success
    [failure] = [event for event in result.all_events if event.is_step_failure]
    assert failure.step_key == "raw_weather_data"
    assert "there is no such file or folder" in str(failure.step_failure_data.error)
    assert query("select step, outcome from etl.step_log") == [("raw_weather_data", "failed")]
    assert not any(tables(warehouse).values())
