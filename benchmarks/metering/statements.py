"""How much is asked of a database: transactions by PostgreSQL's own counter, statements by its log."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from benchmarks.deployment.postgres import Postgres

_LOGGED = ("log_statement", "all"), ("log_line_prefix", "%d|")
"""Every statement, behind its database's name."""


@dataclass
class Asked:
    """What was asked in a block, told when the block has ended."""

    transactions: int = 0
    statements: int = 0


@contextmanager
def counted(server: Postgres, conninfo: str | None) -> Iterator[Asked]:
    """Count what is asked of a database in the block; nothing where there is none.

    Logging every statement costs PostgreSQL some CPU: what is measured beside it should ask little.
    """
    asked = Asked()
    if conninfo is None:
        yield asked
        return
    name = str(conninfo_to_dict(conninfo)["dbname"])
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as connection:
        for setting, value in _LOGGED:
            connection.execute(sql.SQL("alter system set {} = {}").format(sql.Identifier(setting), sql.Literal(value)))
        connection.execute("select pg_reload_conf()")
        before, begun = _transactions(connection, name), server.log.stat().st_size
        yield asked
        asked.transactions = _transactions(connection, name) - before
    with server.log.open("rb") as log:
        log.seek(begun)
        # A statement is logged as such, or as the execution of one that was prepared; its further lines are not.
        statement = rf"^{re.escape(name)}\|LOG:  (?:statement|execute)".encode()
        asked.statements = len(re.findall(statement, log.read(), re.MULTILINE))


def _transactions(connection: psycopg.Connection, name: str) -> int:
    # Backends report what they did once they are idle, at the latest a second later.
    connection.execute("select pg_stat_clear_snapshot()")
    row = connection.execute(
        "select xact_commit + xact_rollback from pg_stat_database where datname = %s", (name,)
    ).fetchone()
    assert row is not None
    return int(row[0])
