"""The weather pipeline as an Airflow DAG: TaskFlow for the Python steps, Cosmos for the dbt models."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airflow.sdk import Asset, CronDataIntervalTimetable, chain, dag, task
from airflow.sdk.exceptions import AirflowFailException
from cosmos import DbtTaskGroup, ExecutionConfig, ProfileConfig, ProjectConfig, RenderConfig
from cosmos.constants import ExecutionMode, InvocationMode, LoadMode, SeedRenderingBehavior, TestBehavior
from cosmos.dbt.graph import DbtNode

from airflow_dags.warehouse import CONN_ID, WarehouseProfileMapping, connect
from shared_etl import dbt
from shared_etl.days import Days
from shared_etl.errors import InputError

DAY = "{{ data_interval_start | ds }}"
"""The UTC date that a run processes: the one that its data interval spans."""


# Steps are imported where they run: the dag-processor loads no pandas.
@task(outlets=[Asset("weather/raw_weather_data")])
def raw_weather_data(day: str) -> None:
    """Land the day's readings as the source wrote them."""
    from shared_etl import sources, steps

    try:
        source = sources.source_from(os.environ.get("WEATHER_SOURCE", "packaged"))
        steps.raw_weather_data(Days.parse(day), connect(), source)
    except InputError as error:
        # The input has to be mended first: trying again would only take time.
        raise AirflowFailException(str(error)) from error


@task(outlets=[Asset("weather/cleaned_weather_data")])
def cleaned_weather_data(day: str) -> None:
    """Parse the landed readings, convert them to SI, drop duplicates."""
    from shared_etl import steps

    steps.cleaned_weather_data(Days.parse(day), connect())


@task(outlets=[Asset("weather/validated_readings")])
def validated_readings(day: str) -> None:
    """Keep the cleaned readings that can be physically true."""
    from shared_etl import steps

    steps.validated_readings(Days.parse(day), connect())


@task(outlets=[Asset("weather/weather_report")])
def weather_report(day: str) -> None:
    """Draw the day's marts and write them down as CSV."""
    from shared_etl import steps

    steps.weather_report(Days.parse(day), connect(), Path(os.environ.get("WEATHER_REPORTS", "weather_reports")))


def model_name(node: DbtNode) -> str:
    """A task is called what its model is called."""
    return node.name


def dbt_models() -> DbtTaskGroup:
    """One task a dbt model: it builds the model, then tests it."""
    models = DbtTaskGroup(
        group_id="dbt",
        project_config=ProjectConfig(dbt.PROJECT, manifest_path=dbt.manifest()),
        profile_config=ProfileConfig(
            profile_name="weather",
            target_name="warehouse",
            # What a connection does not say, as the project's own profile has it.
            profile_mapping=WarehouseProfileMapping(CONN_ID, profile_args={"schema": "public", "threads": 2}),
        ),
        render_config=RenderConfig(
            # Deployment wrote the manifest; `dbt ls` would cost seconds whenever this file is parsed.
            load_method=LoadMode.DBT_MANIFEST,
            # A model and its tests in one dbt call: half the tasks, and nobody reads what has not passed its tests.
            test_behavior=TestBehavior.BUILD,
            # Seeds are loaded on deployment.
            seed_rendering_behavior=SeedRenderingBehavior.NONE,
            # Cosmos names assets after the warehouse's host: they would differ from one deployment to the next, and a
            # host that is a socket's folder makes no valid name. The models are named below as the steps are.
            emit_datasets=False,
            normalize_task_id=model_name,
            normalize_task_display_name=model_name,
        ),
        # dbt lives in Airflow's own environment: a task calls it in process, and saves a second's start-up.
        execution_config=ExecutionConfig(execution_mode=ExecutionMode.LOCAL, invocation_mode=InvocationMode.DBT_RUNNER),
        # Unit tests run before deployment, not daily.
        operator_args={"vars": {"start_date": DAY, "end_date": DAY}, "dbt_cmd_flags": [*dbt.DAILY]},
    )
    for model in models:
        model.add_outlets([Asset(f"weather/{model.label}")])
    return models


@dag(
    schedule=CronDataIntervalTimetable("@daily", timezone="UTC"),
    start_date=datetime(2013, 1, 1, tzinfo=UTC),
    # History is asked for by backfill, not by unpausing the DAG.
    catchup=False,
    # Days do not depend on each other, but they share one warehouse.
    max_active_runs=4,
    # Every task replaces its own day's output, so trying again is safe.
    default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
    tags=["weather", "dbt"],
)
def weather_etl() -> None:
    """Land, clean, validate, model and report one UTC day of weather readings.

    A run processes the day of its data interval: a scheduled run the day that just ended, a run by hand the last day
    that ended by its logical date, a backfill from 2013-01-01 to 2013-01-07 seven days. Any day may be run again.
    """
    chain(
        raw_weather_data(DAY),
        cleaned_weather_data(DAY),
        validated_readings(DAY),
        dbt_models(),
        weather_report(DAY),
    )


weather_etl()
