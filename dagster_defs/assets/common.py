"""What the assets have in common: partitions, retries and owners, and the metadata of a table."""

from functools import partial

import dagster as dg

from dagster_defs.partitions import backfill_policy, daily
from shared_etl.warehouse import Step, Warehouse

OWNERS = ["team:weather"]
TAGS = {"domain": "weather"}

# For what passes by itself: a connection lost, a source out of reach.
RETRY = dg.RetryPolicy(max_retries=2, delay=10)

daily_asset = partial(
    dg.asset, partitions_def=daily, backfill_policy=backfill_policy, retry_policy=RETRY, owners=OWNERS, tags=TAGS
)
"""An asset of this pipeline: partitioned by day, tried again, owned."""

_PREVIEW_ROWS = 5


def table_result(step: Step, warehouse: Warehouse, table: str) -> dg.MaterializeResult[None]:
    """What a step did to its table: how many rows it read, wrote and rejected, and the first that it wrote."""
    first_rows = warehouse.first_rows(table, step.days, _PREVIEW_ROWS)
    metadata: dict[str, dg.MetadataValue] = {
        "rows_in": dg.MetadataValue.int(step.rows_in),
        "rows_out": dg.MetadataValue.int(step.rows_out),
        "rows_rejected": dg.MetadataValue.int(step.rows_rejected),
        "preview": dg.MetadataValue.md(str(first_rows.to_markdown(index=False))),
    }
    # A run for many days writes one materialization a day, all with the same metadata: the count would be all days'.
    if len(step.days) == 1:
        metadata["dagster/partition_row_count"] = dg.MetadataValue.int(step.rows_out)
    return dg.MaterializeResult(metadata=metadata)
