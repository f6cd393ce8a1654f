"""Failures on request: a step fails where the table etl.faults says so, whoever runs it."""

import psycopg

from shared_etl.days import Days


class RequestedFailureError(RuntimeError):
    """A step that was asked to fail; the message names the step, the day and the table that asks."""


def fail_if_asked(connection: psycopg.Connection, step: str, days: Days) -> None:
    """Count and commit one failure of the step where one is asked for on any of the days.

    Raises RequestedFailureError then. The connection must be in no transaction that is to be kept open.
    """
    asked = connection.execute(
        """
        update etl.faults set remaining = remaining - 1
        where step = %s and partition_date between %s and %s and (remaining is null or remaining > 0)
        returning partition_date
        """,
        (step, days.start, days.end),
    ).fetchone()
    connection.commit()
    if asked:
        raise RequestedFailureError(f"{step} fails for {asked[0]} because etl.faults asks for it; remove its row there")
