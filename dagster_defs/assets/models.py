"""The dbt models as assets, and their tests as asset checks."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliEventMessage, DbtCliResource, DbtProject, dbt_assets

from dagster_defs.assets.common import OWNERS, RETRY, TAGS, partition_rows
from dagster_defs.partitions import daily, days_of
from dagster_defs.project import weather_project
from shared_etl.days import Days
from shared_etl.dbt import DAILY, days_in_environment

station_cities = dg.AssetSpec(
    "station_cities",
    group_name="staging",
    kinds={"dbt", "postgres"},
    owners=OWNERS,
    tags=TAGS,
    description="Which city a station's readings count for: a seed, loaded on deployment.",
)


class WeatherTranslator(DagsterDbtTranslator):
    """dbt's names in Dagster: a model's asset has the model's name and its folder's group."""

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        """The spec that dbt's own properties make; the asset that fills a source is named in the source's meta."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        spec = spec.replace_attributes(owners=OWNERS, tags={**spec.tags, **TAGS})
        if node["resource_type"] == "source":
            return spec
        return spec.replace_attributes(key=node["name"], group_name=node["fqn"][1])


@dbt_assets(
    manifest=weather_project.manifest_path,
    project=weather_project,
    exclude="resource_type:seed",  # loaded on deployment
    partitions_def=daily,
    dagster_dbt_translator=WeatherTranslator(),
    retry_policy=RETRY,
)
def weather_models(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    """Build and test the models for the days of the run, in one dbt invocation."""
    # In the environment, not as vars: another day's vars would make dbt parse the whole project again.
    days = days_of(context)
    os.environ.update(days_in_environment(days))
    invocation = dbt.cli(["build", *DAILY], context=context)
    # Not stream(), whose events have lost what dbt says of its rows.
    for told in invocation.stream_raw_events():
        for event in told.to_default_asset_events(
            manifest=invocation.manifest,
            dagster_dbt_translator=invocation.dagster_dbt_translator,
            context=context,
            target_path=invocation.target_path,
            project=invocation.project,
        ):
            if isinstance(event, dg.Output):
                context.add_output_metadata(rows_written(told, days), event.output_name)
            yield event


def rows_written(told: DbtCliEventMessage, days: Days) -> dict[str, dg.MetadataValue]:
    """How many rows dbt wrote to a model, by PostgreSQL's command tag: INSERT 0 71, SELECT 71; a view's has none.

    dagster-dbt's fetch_row_counts() counts the whole table, and keeps a core busy for as long as dbt runs.
    """
    _, _, count = str(told.raw_event["data"].get("status", "")).rpartition(" ")
    if not count.isdecimal():
        return {}
    return {"rows_out": dg.MetadataValue.int(int(count)), **partition_rows(int(count), days)}
