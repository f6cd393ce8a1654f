"""A backfill of many days has a run for every few of them: what Dagster recommends where partitions are short."""

import dagster as dg

from dagster_defs.code_location import weather

DAYS_PER_RUN = 5


@dg.definitions
def defs() -> dg.Definitions:
    """A run for every five days."""
    return weather(dg.BackfillPolicy.multi_run(max_partitions_per_run=DAYS_PER_RUN), dg.in_process_executor)
