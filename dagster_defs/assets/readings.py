"""The readings on their way into the warehouse: landed, cleaned, validated."""

import dagster as dg

from dagster_defs.assets.common import daily_asset, table_result
from dagster_defs.partitions import days_of
from dagster_defs.resources import SourceResource
from shared_etl import steps
from shared_etl.errors import InputError
from shared_etl.warehouse import Warehouse

_KINDS = {"python", "pandas", "postgres"}


@daily_asset(
    group_name="ingestion",
    kinds=_KINDS,
    metadata={"dagster/table_name": "raw.weather_readings"},
)
def raw_weather_data(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse], source: SourceResource
) -> dg.MaterializeResult[None]:
    """The day's readings as the source wrote them, one row a line of a source file."""
    try:
        step = steps.raw_weather_data(days_of(context), warehouse, source.source())
    except InputError as error:
        # The input has to be mended first: trying again would only take time.
        raise dg.Failure(str(error), allow_retries=False) from error
    for line in step.account:
        context.log.info(line)
    for warning in step.warnings:
        context.log.warning(warning)
    return table_result(step, warehouse, "raw.weather_readings")


@daily_asset(
    deps=[raw_weather_data],
    group_name="quality",
    kinds=_KINDS,
    metadata={"dagster/table_name": "clean.weather_readings"},
)
def cleaned_weather_data(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse]
) -> dg.MaterializeResult[None]:
    """The readings parsed and in SI units, one row a station and observation time; the rest is rejected."""
    step = steps.cleaned_weather_data(days_of(context), warehouse)
    return table_result(step, warehouse, "clean.weather_readings")


@daily_asset(
    deps=[cleaned_weather_data],
    group_name="quality",
    kinds=_KINDS,
    metadata={"dagster/table_name": "clean.validated_readings"},
)
def validated_readings(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse]
) -> dg.MaterializeResult[None]:
    """The readings that can be physically true; the rest is rejected."""
    step = steps.validated_readings(days_of(context), warehouse)
    return table_result(step, warehouse, "clean.validated_readings")
