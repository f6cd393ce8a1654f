"""What goes through COPY comes back as it was."""

import pandas as pd
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared_etl import copy_format
from shared_etl.warehouse import Warehouse

_texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
_special = st.sampled_from(["", "NA", "\\.", "a\n\\.\nb", '"', ",", "\r\n", "\\N", " ", "NULL", "é"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(st.lists(st.tuples(_texts | _special, st.none() | st.floats(allow_nan=False)), min_size=1, max_size=6))
def test_texts_and_floats_survive_the_database(warehouse: Warehouse, rows: list[tuple[str, float | None]]) -> None:
    """Any text without NUL and any float, missing ones too, are the same after a way in and out."""
    frame = pd.DataFrame(rows, columns=["text", "number"]).astype({"text": "str", "number": "float64"})
    with psycopg.connect(warehouse.conninfo) as connection:
        connection.execute("create temp table way (text text, number double precision)")
        with connection.cursor().copy("copy way from stdin (format csv)") as copy:
            copy.write(copy_format.to_csv(frame))
        with connection.cursor().copy("copy way to stdout (format csv)") as copy:
            back = pd.concat(copy_format.read_frames(copy, ["text", "number"], ["number"]))
    pd.testing.assert_frame_equal(back, frame, check_dtype=False)


@pytest.mark.parametrize("block", [1, 1000])
def test_the_size_of_a_block_changes_nothing(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Rows come whole and once, however few fit into a block."""
    monkeypatch.setattr(copy_format, "BLOCK_BYTES", block)
    query = "copy (select n from generate_series(1, 1000) n) to stdout (format csv)"
    with psycopg.connect(warehouse.conninfo) as connection, connection.cursor().copy(query) as copy:
        frames = list(copy_format.read_frames(copy, ["n"], []))
    assert [int(n) for frame in frames for n in frame["n"]] == list(range(1, 1001))
    assert len(frames) == (1000 if block == 1 else 4)


def test_times_are_written_as_utc(warehouse: Warehouse) -> None:
    """A time means the same whatever the session's time zone; a missing one stays missing."""
    times = pd.Series(["2013-01-01T06:00:00.000001Z", None], dtype="datetime64[us, UTC]")
    with psycopg.connect(warehouse.conninfo) as connection:
        connection.execute("set time zone 'America/New_York'")
        connection.execute("create temp table way (seen timestamptz)")
        with connection.cursor().copy("copy way from stdin (format csv, force_null (seen))") as copy:
            copy.write(copy_format.to_csv(pd.DataFrame({"seen": times}).iloc[:1]))
        rows = connection.execute("select extract(epoch from seen)::text from way").fetchall()
        assert rows == [("1357020000.000001",)]
    assert copy_format.to_csv(pd.DataFrame({"seen": times, "line": [1, 2]})).splitlines()[1] == b",2"
