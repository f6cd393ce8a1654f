"""The same task on a real PostgreSQL."""

from collections.abc import Callable

import pytest

Query = Callable[..., list[tuple[object, ...]]]


@pytest.mark.usefixtures("connection")
def test_a_step_replaces_its_day(query: Query) -> None:
    """Run twice, the day is there once: 71 readings, and a wind of 1,048 mph turned away."""
    from airflow_dags.steps import cleaned_weather_data, raw_weather_data, validated_readings

    for step in (raw_weather_data, cleaned_weather_data, validated_readings, validated_readings):
        list(step.function("2013-02-12"))

    days = query("select partition_date::text, count(*) from clean.validated_readings group by 1")
    assert days == [("2013-02-12", 71)]
    assert query("select station, reason from clean.rejected_readings") == [("EWR", "range:wind_speed")]
    assert query("select distinct stack from etl.step_log") == [("airflow",)]
