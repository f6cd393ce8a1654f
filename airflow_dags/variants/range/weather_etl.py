"""The weather DAG for a range of days in one run: our construction, Airflow has nothing of the kind.

An Airflow backfill is a run for each interval of the schedule. This DAG has no schedule but two params; who triggers it
names the first and the last day, and each task takes all of them at once. What is lost: the run, not the day, is what
Airflow knows, retries and shows.
"""

from airflow.sdk import Param, chain, dag

from airflow_dags.models import dbt_models
from airflow_dags.retries import RETRIES
from airflow_dags.steps import cleaned_weather_data, raw_weather_data, validated_readings, weather_report

START, END = "{{ params.start }}", "{{ params.end }}"


@dag(
    schedule=None,
    params={
        "start": Param(type="string", format="date", description="The first UTC day."),
        "end": Param(type="string", format="date", description="The last UTC day."),
    },
    # Two ranges may share days: one after the other.
    max_active_runs=1,
    default_args=RETRIES,
    tags=["weather", "dbt"],
)
def weather_etl() -> None:
    """Land, clean, validate, model and report the UTC days from start to end, both included."""
    chain(
        raw_weather_data(START, END),
        cleaned_weather_data(START, END),
        validated_readings(START, END),
        dbt_models(START, END),
        weather_report(START, END),
    )


weather_etl()
