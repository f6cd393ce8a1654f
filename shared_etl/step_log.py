"""The step log: which step ran for which days, when, and how it ended. And how to reach the warehouse that holds it."""

import os
import socket

import psycopg
from psycopg.conninfo import make_conninfo

from shared_etl.days import Days


def conninfo_from_environment() -> str:
    """The warehouse that WAREHOUSE_HOST, _PORT, _USER, _PASSWORD, _DATABASE and _APPLICATION_NAME name, for libpq."""
    return make_conninfo(
        host=os.environ.get("WAREHOUSE_HOST", "localhost"),
        port=os.environ.get("WAREHOUSE_PORT", "5432"),
        user=os.environ.get("WAREHOUSE_USER", "postgres"),
        password=os.environ.get("WAREHOUSE_PASSWORD") or None,
        dbname=os.environ.get("WAREHOUSE_DATABASE", "warehouse"),
        application_name=os.environ.get("WAREHOUSE_APPLICATION_NAME", "bare"),
    )


def log_start(connection: psycopg.Connection, name: str, days: Days) -> int:
    """Add the row of a step that starts now, 'running'; returns its id."""
    row = connection.execute(
        """
        insert into etl.step_log
            (step, kind, partition_start, partition_end, attempt, outcome, started_at, process, host)
        select %(step)s, 'python', %(start)s, %(end)s, count(*) + 1, 'running', clock_timestamp(), %(process)s, %(host)s
        from etl.step_log
        where stack = current_setting('application_name') and step = %(step)s
          and partition_start = %(start)s and partition_end = %(end)s
        returning id
        """,
        {"step": name, "start": days.start, "end": days.end, "process": str(os.getpid()), "host": socket.gethostname()},
    ).fetchone()
    assert row is not None
    return int(row[0])


def log_end(
    connection: psycopg.Connection,
    log_id: int,
    outcome: str,
    cpu_seconds: float,
    rows: tuple[int, int, int] = (0, 0, 0),
) -> None:
    """Complete the row: outcome is done or failed, rows are those read, written and rejected."""
    connection.execute(
        """
        update etl.step_log set outcome = %s, ended_at = clock_timestamp(), cpu_seconds = %s,
               rows_in = %s, rows_out = %s, rows_rejected = %s
        where id = %s
        """,
        (outcome, cpu_seconds, *rows, log_id),
    )
