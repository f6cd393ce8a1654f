"""How much a stack's records grow."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from benchmarks.deployment.postgres import Postgres, postgres
from benchmarks.metering import metadata_db


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A PostgreSQL of this test's own."""
    with TemporaryDirectory(prefix="metadata-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with postgres(Path(folder) / "data") as started:
            yield started


def test_growth_counts_the_rows_and_bytes_of_every_table(server: Postgres) -> None:
    """Tables in any schema, new ones too; PostgreSQL's own are left out."""
    server.create_database("records")
    with psycopg.connect(server.conninfo("records"), autocommit=True) as connection:
        connection.execute("create table runs (note text)")
        connection.execute("insert into runs select 'there before' from generate_series(1, 50)")
        before = metadata_db.size(server.conninfo("records"))
        connection.execute("insert into runs select repeat('x', 100) from generate_series(1, 1000)")
        connection.execute('create schema more; create table more."Odd name" as select generate_series(1, 7)')
        grown = metadata_db.growth(before, metadata_db.size(server.conninfo("records")))
    assert before.rows == 50
    assert grown.rows == 1007
    assert grown.bytes >= 1007 * 100
