"""The job over all assets, and its schedule: every midnight UTC, the day that has just ended."""

import dagster as dg

weather_etl = dg.define_asset_job(
    "weather_etl",
    selection=dg.AssetSelection.all(),
    description="Land, clean, validate, model and report the weather of a day.",
)

weather_etl_daily = dg.build_schedule_from_partitioned_job(weather_etl, name="weather_etl_daily")
