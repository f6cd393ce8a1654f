"""Frames to and from PostgreSQL's COPY, a bounded block at a time."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv as arrow_csv  # type: ignore[import-untyped]
from psycopg import Copy

BLOCK_BYTES = 8 << 20
"""How much text is held at once while reading (about 60,000 readings): memory does not grow with the day."""


def to_csv(frame: pd.DataFrame) -> bytes:
    """The rows as CSV without a header: null is empty, a text is always quoted and so never null."""
    buffer = BytesIO()
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for place, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            # Always UTC here; arrow writes a time with a zone ten times slower than one without.
            texts = table[place].cast(pa.timestamp("us")).cast(pa.string())
            table = table.set_column(place, field.name, pc.binary_join_element_wise(texts, "Z", ""))
    arrow_csv.write_csv(table, buffer, arrow_csv.WriteOptions(include_header=False, quoting_style="needed"))
    return buffer.getvalue()


def read_frames(copy: Copy, columns: Sequence[str], numbers: Sequence[str]) -> Iterator[pd.DataFrame]:
    """The rows of a running ``COPY … TO STDOUT (FORMAT csv)`` as frames of texts, but for the columns of numbers."""
    types = {column: pa.float64() if column in numbers else pa.string() for column in columns}
    block = BytesIO()
    for row in copy:
        block.write(row)
        if block.tell() >= BLOCK_BYTES:
            yield _parse(block, types)
            block = BytesIO()
    if block.tell():
        yield _parse(block, types)


def _parse(block: BytesIO, types: Mapping[str, pa.DataType]) -> pd.DataFrame:
    table = arrow_csv.read_csv(
        pa.py_buffer(block.getbuffer()),
        # One thread: a step's cost is to be its own, not that of idle cores.
        arrow_csv.ReadOptions(column_names=list(types), use_threads=False),
        arrow_csv.ParseOptions(newlines_in_values=True),
        arrow_csv.ConvertOptions(
            column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
        ),
    )
    frame: pd.DataFrame = table.to_pandas()
    return frame
