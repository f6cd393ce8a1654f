"""The weather DAG with Cosmos's WATCHER: one task builds and tests all models, sensors tell of each."""

from cosmos import DbtTaskGroup, ExecutionConfig, RenderConfig
from cosmos.constants import ExecutionMode, InvocationMode, LoadMode, SeedRenderingBehavior

from airflow_dags.daily import daily_weather_etl
from airflow_dags.models import profile, project, tell_of_assets
from shared_etl import dbt


def dbt_models(start: str, end: str) -> DbtTaskGroup:
    """The producer, and for each model a sensor that waits for it and one that waits for its tests."""
    models = DbtTaskGroup(
        group_id="dbt",
        project_config=project(start, end),
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
            # Of a sensor that is tried again or cleared: it runs its model, or the model's tests, by itself.
            "dbt_cmd_flags": ["--exclude", "test_type:unit"],
            # A model takes a second or two: a sensor that waits for so long needs no triggerer, but has to look often.
            "deferrable": False,
            "poke_interval": 1,
        },
    )
    tell_of_assets(models)
    return models


daily_weather_etl(dbt_models)
