"""The same asset on a real PostgreSQL."""

from collections.abc import Callable

import dagster as dg

Run = Callable[..., dg.ExecuteInProcessResult]

Query = Callable[..., list[tuple[object, ...]]]


def test_a_step_replaces_its_day(run: Run, query: Query) -> None:
    """Run twice, the day is there once: 71 readings, and a wind of 1,048 mph turned away."""
    for assets in (["raw_weather_data", "cleaned_weather_data", "validated_readings"], ["validated_readings"]):
        assert run("2013-02-12", only=assets).success

    days = query("select partition_date::text, count(*) from clean.validated_readings group by 1")
    assert days == [("2013-02-12", 71)]
    assert query("select station, reason from clean.rejected_readings") == [("EWR", "range:wind_speed")]
    assert query("select distinct stack from etl.step_log") == [("dagster",)]
