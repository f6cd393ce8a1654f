"""As installed: with no executor and no backfill policy named, each asset and each run has Dagster's default.

A run has a process for each step. A backfill has a run per day for the Python assets, and one for all days for the dbt
assets, which begins when every day of what they read is there.
"""

import dagster as dg

from dagster_defs.code_location import weather


@dg.definitions
def defs() -> dg.Definitions:
    """Every default."""
    return weather()
