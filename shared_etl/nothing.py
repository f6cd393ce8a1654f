"""A step that touches nothing but the step log, for a pipeline that is all orchestration.

It imports neither pandas nor dbt, so that what a run costs is what its control plane costs.
"""

import sys
import time

import psycopg

from shared_etl.days import Days
from shared_etl.step_log import conninfo_from_environment, log_end, log_start

STEPS = (
    "raw_weather_data",
    "cleaned_weather_data",
    "validated_readings",
    "stg_weather__readings",
    "city_aggregates",
    "daily_weather_summary",
    "weather_report",
)
"""The names of the pipeline's steps, in the order of the flow."""


def nothing(step: str, days: Days, conninfo: str) -> None:
    """Log that the step ran for the days, and do nothing else."""
    cpu = time.process_time()
    with psycopg.connect(conninfo) as connection:
        log_id = log_start(connection, step, days)
        connection.commit()
        log_end(connection, log_id, "done", time.process_time() - cpu)


def main(start: str, end: str, as_range: str = "") -> None:
    """``python -m shared_etl.nothing START END [--as-range]``: every step, day after day or for all days together."""
    days = Days.parse(start, end)
    for part in [days] if as_range else days:
        for step in STEPS:
            nothing(step, part, conninfo_from_environment())


if __name__ == "__main__":
    main(*sys.argv[1:])
