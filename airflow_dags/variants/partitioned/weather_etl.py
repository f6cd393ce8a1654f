"""The weather DAG with a partition key for each day: what a run is for is said by its key, not by a data interval.

The key stays the plain day, whatever the hour of the schedule, and goes with the events of the run's assets: another
DAG can wait for a day, or for all days of a week. What is lost: a run has no logical date, `dag.test()` takes no key,
and a backfill of days that were run before makes new runs beside the old ones.
"""

from datetime import UTC, datetime

from airflow.sdk import CronPartitionTimetable, chain, dag

from airflow_dags.models import dbt_models
from airflow_dags.retries import RETRIES
from airflow_dags.steps import cleaned_weather_data, raw_weather_data, validated_readings, weather_report

DAY = "{{ partition_key }}"


@dag(
    # At midnight, for the day that has just ended: one tick of the cron before the run.
    schedule=CronPartitionTimetable("0 0 * * *", timezone="UTC", run_offset=-1, key_format="%Y-%m-%d"),
    start_date=datetime(2013, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=4,
    default_args=RETRIES,
    tags=["weather", "dbt"],
)
def weather_etl() -> None:
    """Land, clean, validate, model and report one UTC day of weather readings: the run's partition key."""
    chain(
        raw_weather_data(DAY),
        cleaned_weather_data(DAY),
        validated_readings(DAY),
        dbt_models(DAY, DAY),
        weather_report(DAY),
    )


weather_etl()
