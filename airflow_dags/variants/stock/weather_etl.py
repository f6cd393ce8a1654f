"""The weather DAG with dbt as Cosmos's getting-started page has it: project, profile, and every default.

Other is only what it takes to run this pipeline beside the others. The days come with the environment. The manifest is
the one that deployment wrote: by default Cosmos asks `dbt ls`, with which this file takes most of the 30 seconds that
Airflow grants its parsing, and all of them on a busy machine. No seeds: every run would load them while others read
them. No assets of Cosmos's own: their names come from the warehouse's host, and a host that is a socket's folder makes
no valid one. A model's task tells of the assets that it tells of in the other configurations.
"""

from cosmos import DbtTaskGroup, RenderConfig
from cosmos.constants import SeedRenderingBehavior

from airflow_dags.daily import daily_weather_etl
from airflow_dags.models import profile, project, tell_of_assets, tell_of_rows


def dbt_models(start: str, end: str) -> DbtTaskGroup:
    """A task that runs a model, then one that tests it."""
    models = DbtTaskGroup(
        group_id="dbt",
        project_config=project(start, end),
        profile_config=profile(),
        render_config=RenderConfig(seed_rendering_behavior=SeedRenderingBehavior.NONE, emit_datasets=False),
        operator_args={
            # Unit tests run before deployment, not daily.
            "dbt_cmd_flags": ["--exclude", "test_type:unit"],
            "callback": tell_of_rows,
        },
    )
    tell_of_assets(models)
    return models


daily_weather_etl(dbt_models)
