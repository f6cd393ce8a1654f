"""The same code location, but a backfill of many days is one run: each step once, for all of them."""

import dagster as dg

from dagster_defs import assets
from dagster_defs.resources import resources
from dagster_defs.schedules import weather_etl, weather_etl_daily
from dagster_defs.sensors import weather_arrivals

defs = dg.Definitions(
    assets=dg.load_assets_from_package_module(
        assets, include_specs=True, backfill_policy=dg.BackfillPolicy.single_run()
    ),
    jobs=[weather_etl],
    schedules=[weather_etl_daily],
    sensors=[weather_arrivals],
    resources=resources(),
)
