"""The dbt models as assets, and their tests as asset checks."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

from dagster_defs.assets.common import OWNERS, RETRY, TAGS
from dagster_defs.partitions import backfill_policy, daily, days_of
from shared_etl import dbt as project

# Which asset fills a dbt source's table; both quality steps reject readings, and the last one completes the table.
_FILLED_BY = {
    "source.weather.raw.weather_readings": "raw_weather_data",
    "source.weather.clean.validated_readings": "validated_readings",
    "source.weather.clean.rejected_readings": "validated_readings",
}

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

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The model's or seed's own name, or the asset that fills the source."""
        return dg.AssetKey(_FILLED_BY.get(dbt_resource_props["unique_id"], dbt_resource_props["name"]))

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The folder: staging or marts."""
        return dbt_resource_props["fqn"][1] if dbt_resource_props["resource_type"] == "model" else None

    def get_tags(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, str]:
        """dbt's own tags and those of every asset here."""
        return {**super().get_tags(dbt_resource_props), **TAGS}

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:  # noqa: ARG002
        """The owners of every asset here."""
        return OWNERS


@dbt_assets(
    manifest=project.manifest(),
    exclude="resource_type:seed",  # loaded on deployment
    partitions_def=daily,
    backfill_policy=backfill_policy,
    dagster_dbt_translator=WeatherTranslator(),
    retry_policy=RETRY,
)
def weather_models(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    """Build and test the models for the days of the run, in one dbt invocation."""
    variables = json.dumps(project.dbt_vars(days_of(context)))
    yield from dbt.cli(["build", *project.DAILY, "--vars", variables], context=context).stream()
