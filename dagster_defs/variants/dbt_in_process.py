"""One run per day, and each run calls dbt in its own process."""

import sys
from pathlib import Path

import dagster as dg

from dagster_defs.code_location import weather
from dagster_defs.in_process_dbt import InProcessDbt
from dagster_defs.partitions import ONE_RUN_PER_DAY
from dagster_defs.project import weather_project


@dg.definitions
def defs() -> dg.Definitions:
    """The usual code location, with another resource for dbt."""
    usual = weather(ONE_RUN_PER_DAY, dg.in_process_executor)
    dbt = InProcessDbt(
        project_dir=str(weather_project.project_dir), dbt_executable=str(Path(sys.executable).with_name("dbt"))
    )
    return dg.Definitions(
        assets=usual.assets,
        jobs=usual.jobs,
        schedules=usual.schedules,
        sensors=usual.sensors,
        executor=usual.executor,
        resources={**(usual.resources or {}), "dbt": dbt},
    )
