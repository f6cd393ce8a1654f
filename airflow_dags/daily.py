"""The weather DAG with one run per day, whatever way its models are run."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, CronDataIntervalTimetable, chain, dag
from cosmos import DbtTaskGroup

from airflow_dags.steps import cleaned_weather_data, raw_weather_data, validated_readings, weather_report

DAY = "{{ data_interval_start | ds }}"
"""The UTC date that a run processes: the one that its data interval spans."""


def daily_weather_etl(dbt_models: Callable[[str, str], DbtTaskGroup]) -> DAG:
    """The DAG; dbt_models makes the tasks of the models for the days from its first argument to its second."""

    @dag(
        schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
        start_date=datetime(2013, 1, 1, tzinfo=UTC),
        # History is asked for by backfill, not by unpausing the DAG.
        catchup=False,
        # Days do not depend on each other, but they share one warehouse. A backfill brings its own limit.
        max_active_runs=4,
        # Every task replaces its own day's output, so trying again is safe.
        default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
        tags=["weather", "dbt"],
    )
    def weather_etl() -> None:
        """Land, clean, validate, model and report one UTC day of weather readings.

        A run processes the day of its data interval: a scheduled run the day that just ended, a run by hand the last
        day that ended by its logical date, a backfill from 2013-01-01 to 2013-01-07 seven days. Any day may be run
        again.
        """
        chain(
            raw_weather_data(DAY),
            cleaned_weather_data(DAY),
            validated_readings(DAY),
            dbt_models(DAY, DAY),
            weather_report(DAY),
        )

    return weather_etl()
