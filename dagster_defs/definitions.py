"""The code location: what Dagster loads.

No executor is named. The steps follow one another, so a process for each buys isolation, not speed; Dagster's default
leaves that choice to a run's config (``execution: config: in_process: {}`` for one process).
"""

import dagster as dg

from dagster_defs import assets
from dagster_defs.resources import resources
from dagster_defs.schedules import weather_etl, weather_etl_daily
from dagster_defs.sensors import weather_arrivals

defs = dg.Definitions(
    assets=dg.load_assets_from_package_module(assets, include_specs=True),
    jobs=[weather_etl],
    schedules=[weather_etl_daily],
    sensors=[weather_arrivals],
    resources=resources(),
)
