"""The code location: what Dagster loads."""

import dagster as dg

from dagster_defs.code_location import weather
from dagster_defs.partitions import ONE_RUN_PER_DAY


@dg.definitions
def defs() -> dg.Definitions:
    """A backfill has a run for each of its days, and a run does its steps in one process.

    The steps follow one another: a process for each, as by default, would buy isolation, not speed.
    """
    return weather(ONE_RUN_PER_DAY, dg.in_process_executor)
