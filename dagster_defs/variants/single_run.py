"""A backfill of many days is one run: each step once, for all of them."""

import dagster as dg

from dagster_defs.code_location import weather


@dg.definitions
def defs() -> dg.Definitions:
    """One run for all days."""
    return weather(dg.BackfillPolicy.single_run(), dg.in_process_executor)
