"""The weather DAG with steps that do nothing but write the step log: what is left is Airflow's own cost."""

from datetime import UTC, datetime

from airflow.sdk import Asset, CronDataIntervalTimetable, XComArg, chain, dag, task, task_group

from airflow_dags.retries import RETRIES
from airflow_dags.warehouse import conninfo
from shared_etl.days import Days
from shared_etl.nothing import nothing

DAY = "{{ data_interval_start | ds }}"


@task
def only_logged(step: str, day: str) -> None:
    """Log that the step ran for the day."""
    nothing(step, Days.parse(day), conninfo())


def logged(step: str) -> XComArg:
    """The task of that step, which tells of the same asset as the real one."""
    return only_logged.override(task_id=step, outlets=[Asset(f"weather/{step}")])(step, DAY)


@task_group
def dbt() -> None:
    """Where the weather DAG has its models."""
    logged("stg_weather__readings") >> [logged("city_aggregates"), logged("daily_weather_summary")]


@dag(
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=datetime(2013, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=4,
    default_args=RETRIES,
    tags=["weather", "dbt"],
)
def weather_etl() -> None:
    """Log one UTC day's steps."""
    chain(
        logged("raw_weather_data"),
        logged("cleaned_weather_data"),
        logged("validated_readings"),
        dbt(),
        logged("weather_report"),
    )


weather_etl()
