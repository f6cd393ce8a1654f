"""The dbt models as tasks, by Cosmos."""

import json
from pathlib import Path

from airflow.sdk import Context
from cosmos import DbtTaskGroup, ExecutionConfig, ProfileConfig, ProjectConfig, RenderConfig
from cosmos.constants import ExecutionMode, InvocationMode, LoadMode, SeedRenderingBehavior, TestBehavior
from cosmos.dbt.graph import DbtNode
from cosmos.profiles import PostgresUserPasswordProfileMapping

from airflow_dags.assets import asset
from airflow_dags.warehouse import CONN_ID
from shared_etl import dbt


class WarehouseProfileMapping(PostgresUserPasswordProfileMapping):
    """The connection as a dbt profile, with the application_name that tells PostgreSQL who is asking."""

    airflow_param_mapping = PostgresUserPasswordProfileMapping.airflow_param_mapping | {
        "application_name": "extra.application_name"
    }


def project(start: str, end: str) -> ProjectConfig:
    """The dbt project, to be run for the days from start to end."""
    return ProjectConfig(
        dbt.PROJECT,
        # Deployment wrote it; `dbt ls` would cost seconds at every parsing.
        manifest_path=dbt.manifest(),
        # Not as vars: tasks share what dbt has parsed, and another day's vars make it void. Two days side by side would
        # make each other parse the whole project again.
        env_vars={"WEATHER_START_DATE": start, "WEATHER_END_DATE": end},
    )


def profile() -> ProfileConfig:
    """The connection; what it does not say is as in the project's own profile."""
    return ProfileConfig(
        profile_name="weather",
        target_name="warehouse",
        profile_mapping=WarehouseProfileMapping(CONN_ID, profile_args={"schema": "public", "threads": 2}),
    )


def model_name(node: DbtNode) -> str:
    """A task is called what its model is called."""
    return node.name


def dbt_models(start: str, end: str) -> DbtTaskGroup:
    """One task a dbt model: it builds the model for the days from start to end, then tests it."""
    models = DbtTaskGroup(
        group_id="dbt",
        project_config=project(start, end),
        profile_config=profile(),
        render_config=RenderConfig(
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
        operator_args={
            # Unit tests run before deployment, not daily.
            "dbt_cmd_flags": [*dbt.DAILY],
            "callback": tell_of_rows,
        },
    )
    tell_of_assets(models)
    return models


def tell_of_assets(models: DbtTaskGroup) -> None:
    """Let the task that makes a model tell of the model's asset, and of those that the model reads."""
    for task in models:
        node = getattr(task, "extra_context", {}).get("dbt_node_config")
        if node and node["resource_type"] == "model" and not task.task_id.endswith(".test"):
            task.add_inlets([asset(unique_id) for unique_id in node["depends_on"]])
            task.add_outlets([asset(node["unique_id"])])


def tell_of_rows(project: str, context: Context) -> None:
    """Add what dbt says of each model that it has built to the event of the model's asset; Cosmos's callback."""
    target = Path(project, "target")
    if not (target / "run_results.json").exists():
        return  # dbt failed before it ran anything
    manifest, ran = (json.loads((target / f"{name}.json").read_bytes()) for name in ("manifest", "run_results"))
    for result in ran["results"]:
        unique_id = result["unique_id"]
        if unique_id.startswith("model."):
            context["outlet_events"][asset(unique_id)].extra |= {
                "rows_out": result["adapter_response"].get("rows_affected"),
                "columns": [*manifest["nodes"][unique_id]["columns"]],
            }
