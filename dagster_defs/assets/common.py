"""What the assets have in common: partitions, retries and owners, and the metadata of a table."""

from functools import partial

import dagster as dg

from dagster_defs.partitions import daily
from shared_etl.days import Days
from shared_etl.warehouse import Step, Warehouse

OWNERS = ["team:weather"]
TAGS = {"domain": "weather"}

# For what passes by itself: a connection lost, a source out of reach.
RETRY = dg.RetryPolicy(max_retries=2, delay=10)

daily_asset = partial(dg.asset, partitions_def=daily, retry_policy=RETRY, owners=OWNERS, tags=TAGS)
"""An asset of this pipeline: partitioned by day, tried again, owned."""

_PREVIEW_ROWS = 5


def counts(step: Step) -> dict[str, dg.MetadataValue]:
    """How many rows a step read, wrote and rejected."""
    counted = {"rows_in": step.rows_in, "rows_out": step.rows_out, "rows_rejected": step.rows_rejected}
    return {name: dg.MetadataValue.int(number) for name, number in counted.items()}


def table_result(step: Step, warehouse: Warehouse, table: str) -> dg.MaterializeResult[None]:
    """What a step did to its table: rows read, written and rejected, its columns, and the first rows that it wrote."""
    columns = warehouse.columns(table)
    schema = dg.TableSchema([dg.TableColumn(name, type_) for name, type_ in columns.items()])
    first_rows = warehouse.first_rows(table, step.days, _PREVIEW_ROWS).astype(str)
    preview = [dg.TableRecord(dict(zip(columns, row, strict=True))) for row in first_rows.itertuples(index=False)]
    metadata: dict[str, dg.MetadataValue] = {
        **counts(step),
        **partition_rows(step.rows_out, step.days),
        "dagster/column_schema": dg.MetadataValue.table_schema(schema),
        "preview": dg.MetadataValue.table(preview, schema),
    }
    return dg.MaterializeResult(metadata=metadata)


def partition_rows(written: int, days: Days) -> dict[str, dg.MetadataValue]:
    """How many rows the partition has, where a run is for one day.

    A run for many days writes one materialization a day, all with the same metadata: the count would be all days'.
    """
    return {"dagster/partition_row_count": dg.MetadataValue.int(written)} if len(days) == 1 else {}
