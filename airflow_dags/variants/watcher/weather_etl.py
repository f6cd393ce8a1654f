"""The weather DAG with Cosmos's WATCHER: one task builds and tests all models, sensors tell of each."""

from datetime import UTC, datetime, timedelta

from airflow.sdk import CronDataIntervalTimetable, chain, dag
from cosmos import DbtTaskGroup, ExecutionConfig, RenderConfig
from cosmos.constants import ExecutionMode, InvocationMode, LoadMode, SeedRenderingBehavior

from airflow_dags.models import profile, project, tell_of_assets
from airflow_dags.steps import cleaned_weather_data, raw_weather_data, validated_readings, weather_report
from shared_etl import dbt

DAY = "{{ data_interval_start | ds }}"


def dbt_models(start: str, end: str) -> DbtTaskGroup:
    """The producer, and for each model a sensor that waits for it and one that waits for its tests."""
    models = DbtTaskGroup(
        group_id="dbt",
        project_config=project(),
        profile_config=profile(),
        render_config=RenderConfig(
            load_method=LoadMode.DBT_MANIFEST,
            seed_rendering_behavior=SeedRenderingBehavior.NONE,
            emit_datasets=False,
        ),
        execution_config=ExecutionConfig(
            execution_mode=ExecutionMode.WATCHER,
            invocation_mode=InvocationMode.DBT_RUNNER,
            # Seeds, with their tests, belong to deployment; unit tests run before it.
            setup_operator_args={"dbt_cmd_flags": [*dbt.DAILY, "--exclude", "resource_type:seed"]},
        ),
        operator_args={
            "vars": {"start_date": start, "end_date": end},
            "dbt_cmd_global_flags": ["--no-write-json"],
            # A model takes a second or two: a sensor that waits for so long needs no triggerer, but has to look often.
            "deferrable": False,
            "poke_interval": 1,
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
