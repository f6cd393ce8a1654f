"""The weather DAG with dbt as Cosmos's getting-started page has it: project, profile, and every default.

Other is only what it takes to run this pipeline beside the others. The days are vars. The manifest is the one that
deployment wrote: by default Cosmos asks `dbt ls`, with which this file takes most of the 30 seconds that Airflow grants
its parsing, and all of them on a busy machine. No seeds: every run would load them while others read them. No assets of
Cosmos's own: their names come from the warehouse's host, and a host that is a socket's folder makes no valid one.
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import CronDataIntervalTimetable, chain, dag
from cosmos import DbtTaskGroup, RenderConfig
from cosmos.constants import SeedRenderingBehavior

from airflow_dags.models import profile, project, tell_of_assets
from airflow_dags.steps import cleaned_weather_data, raw_weather_data, validated_readings, weather_report

DAY = "{{ data_interval_start | ds }}"


def dbt_models(start: str, end: str) -> DbtTaskGroup:
    """A task that runs a model, then one that tests it."""
    models = DbtTaskGroup(
        group_id="dbt",
        project_config=project(),
        profile_config=profile(),
        render_config=RenderConfig(seed_rendering_behavior=SeedRenderingBehavior.NONE, emit_datasets=False),
        operator_args={
            "vars": {"start_date": start, "end_date": end},
            # Unit tests run before deployment, not daily; `dbt run` knows no flag for it, but lets the variable be.
            "env": {"DBT_EXCLUDE_RESOURCE_TYPES": "unit_test"},
        },
    )
    tell_of_assets(models)
    return models


@dag(
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=datetime(2013, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=4,
    default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
    tags=["weather", "dbt"],
)
def weather_etl() -> None:
    """Land, clean, validate, model and report one UTC day of weather readings."""
    chain(
        raw_weather_data(DAY),
        cleaned_weather_data(DAY),
        validated_readings(DAY),
        dbt_models(DAY, DAY),
        weather_report(DAY),
    )


weather_etl()
