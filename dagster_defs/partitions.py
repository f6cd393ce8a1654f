"""The partitions that every asset shares: UTC days."""

import dagster as dg

from shared_etl.days import Days

daily = dg.DailyPartitionsDefinition(start_date="2013-01-01", timezone="UTC")

ONE_RUN_PER_DAY = dg.BackfillPolicy.multi_run(max_partitions_per_run=1)


def days_of(context: dg.AssetExecutionContext) -> Days:
    """The days that a run is for: one, or a range where a backfill asks for many in a single run."""
    keys = context.partition_key_range
    return Days.parse(keys.start, keys.end)
