"""The weather DAG with one run per day, whatever way its models are run."""

from collections.abc import Callable
from datetime import UTC, datetime

from airflow.sdk import DAG, BaseOperator, CronDataIntervalTimetable, TaskGroup, chain, dag

from airflow_dags.retries import RETRIES
from airflow_dags.steps import cleaned_weather_data, raw_weather_data, validated_readings, weather_report

DAY = "{{ data_interval_start | ds }}"
"""The UTC date that a run processes: the one that its data interval spans."""


def daily_weather_etl(dbt_models: Callable[[str, str], TaskGroup | BaseOperator]) -> DAG:
    """The DAG; dbt_models makes the task or tasks of the models for the days from its first argument to its second."""

    @dag(
        schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
        start_date=datetime(2013, 1, 1, tzinfo=UTC),
        # History is asked for by backfill, not by unpausing the DAG.
        catchup=False,
        # Days do not depend on each other, but they share one warehouse. A backfill brings its own limit.
        max_active_runs=4,
        default_args=RETRIES,
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
