"""How large a stack's metadata database is."""

import psycopg
from psycopg import sql

from records.measurement import Metadata


def size(conninfo: str) -> Metadata:
    """Rows, counted one by one, and bytes, tables with their indexes, of everything in the database."""
    with psycopg.connect(conninfo) as connection:
        tables = connection.execute(
            "select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
        ).fetchall()
        rows = total = 0
        for table in tables:
            name = sql.Identifier(*table)
            found = connection.execute(
                sql.SQL("select count(*), pg_total_relation_size({}) from {}").format(name.as_string(), name)
            ).fetchone()
            assert found is not None
            rows, total = rows + found[0], total + found[1]
    return Metadata(rows=rows, bytes=total)


def growth(before: Metadata, after: Metadata) -> Metadata:
    """What came to the database from the one to the other."""
    return Metadata(rows=after.rows - before.rows, bytes=after.bytes - before.bytes)
