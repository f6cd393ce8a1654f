"""The weather pipeline's graph in Dagster, with nothing to do: the same assets, but a step only writes the step log.

Keys, dependencies, partitions and policies are those of dagster_defs, which a test compares.
"""

from collections.abc import Iterator

import dagster as dg

from dagster_defs.partitions import ONE_RUN_PER_DAY, daily, days_of
from shared_etl.nothing import nothing
from shared_etl.step_log import conninfo_from_environment

RETRY = dg.RetryPolicy(max_retries=2, delay=10)

station_cities = dg.AssetSpec("station_cities")


def _step(name: str, *deps: str) -> dg.AssetsDefinition:
    @dg.asset(name=name, deps=deps, partitions_def=daily, backfill_policy=ONE_RUN_PER_DAY, retry_policy=RETRY)
    def step(context: dg.AssetExecutionContext) -> None:
        nothing(name, days_of(context), conninfo_from_environment())

    return step


# One step, as dbt builds them.
@dg.multi_asset(
    specs=[
        dg.AssetSpec("stg_weather__readings", deps=["validated_readings"]),
        dg.AssetSpec("city_aggregates", deps=["stg_weather__readings", "station_cities"]),
        dg.AssetSpec("daily_weather_summary", deps=["stg_weather__readings"]),
    ],
    partitions_def=daily,
    backfill_policy=ONE_RUN_PER_DAY,
    retry_policy=RETRY,
    can_subset=True,
)
def weather_models(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    """The models, one after the other."""
    for name in ("stg_weather__readings", "city_aggregates", "daily_weather_summary"):
        if dg.AssetKey(name) in context.selected_asset_keys:
            nothing(name, days_of(context), conninfo_from_environment())
            yield dg.MaterializeResult(asset_key=name)


defs = dg.Definitions(
    assets=[
        _step("raw_weather_data"),
        _step("cleaned_weather_data", "raw_weather_data"),
        _step("validated_readings", "cleaned_weather_data"),
        station_cities,
        weather_models,
        _step("weather_report", "city_aggregates", "daily_weather_summary"),
    ],
    executor=dg.in_process_executor,
)
