"""The graph: every step is there, and waits for what it reads."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airflow.sdk import DAG


def test_a_step_waits_for_what_it_reads(weather_etl: "DAG") -> None:
    """Landed, cleaned, validated, staged, both marts side by side, reported."""
    waits_for = {
        task.task_id.removeprefix("dbt."): {name.removeprefix("dbt.") for name in task.upstream_task_ids}
        for task in weather_etl.tasks
    }
    assert waits_for == {
        "raw_weather_data": set(),
        "cleaned_weather_data": {"raw_weather_data"},
        "validated_readings": {"cleaned_weather_data"},
        "stg_weather__readings": {"validated_readings"},
        "city_aggregates": {"stg_weather__readings"},
        "daily_weather_summary": {"stg_weather__readings"},
        "weather_report": {"city_aggregates", "daily_weather_summary"},
    }
