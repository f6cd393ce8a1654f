"""The weather DAG with all models in one task: one dbt invocation a day builds and tests them, in process.

What is lost: Airflow retries and shows the models of a day together, and knows what they read and write as a whole.
"""

import json

from cosmos import settings
from cosmos.constants import InvocationMode
from cosmos.operators.local import DbtBuildLocalOperator

from airflow_dags.assets import asset
from airflow_dags.daily import daily_weather_etl
from airflow_dags.models import profile, tell_of_rows
from shared_etl import dbt


def dbt_models(start: str, end: str) -> DbtBuildLocalOperator:
    """The task that builds and tests every model for the days from start to end."""
    nodes = json.loads(dbt.manifest().read_text(encoding="utf-8"))["nodes"]
    reads = {name: node["depends_on"]["nodes"] for name, node in nodes.items() if node["resource_type"] == "model"}
    return DbtBuildLocalOperator(
        task_id="dbt",
        project_dir=str(dbt.PROJECT),
        profile_config=profile(),
        invocation_mode=InvocationMode.DBT_RUNNER,
        # What dbt has parsed is kept here for the next task; a group of Cosmos's would name such a folder by itself.
        cache_dir=settings.cache_dir / "weather_etl",
        env={"WEATHER_START_DATE": start, "WEATHER_END_DATE": end},
        # Seeds, with their tests, belong to deployment; unit tests run before it.
        dbt_cmd_flags=[*dbt.DAILY, "--exclude", "resource_type:seed"],
        emit_datasets=False,
        callback=tell_of_rows,
        inlets=[asset(name) for name in sorted({one for read in reads.values() for one in read} - reads.keys())],
        outlets=[asset(name) for name in reads],
    )


daily_weather_etl(dbt_models)
