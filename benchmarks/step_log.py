"""The core's own step log: what was really done, and when."""

from datetime import datetime

import psycopg

from report.result_format import PIPELINE, Steps
from shared_etl.days import Days

_MARTS = ["city_aggregates", "daily_weather_summary"]

# One line a step and day: an execution over a range of days has done the step for each of them.
_DONE = """
    select step, day, min(ended_at) as done_at, count(*) as times
    from etl.step_log, generate_series(partition_start, partition_end, interval '1 day') as day
    where step = any(%(steps)s) and outcome = 'done' and day between %(start)s and %(end)s
    group by step, day
"""


def last_step_done(connection: psycopg.Connection, days: Days) -> bool:
    """Whether the last step of every day is done; as cheap as can be, for it is asked while the stack is measured."""
    row = connection.execute(
        "select coalesce(sum(partition_end - partition_start + 1), 0) from etl.step_log "
        "where step = %s and outcome = 'done'",
        (PIPELINE[-1],),
    ).fetchone()
    return row is not None and int(row[0]) >= len(days)


def data_ready_s(conninfo: str, since: datetime, days: Days) -> float | None:
    """Seconds from since until the last day's marts were first committed; None while any is missing."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(
            f"select extract(epoch from max(done_at) - %(since)s)::float8, count(*) from ({_DONE}) as done",
            {"since": since, "steps": _MARTS, "start": days.start, "end": days.end},
        ).fetchone()
    assert row is not None
    seconds, done = row
    return float(seconds) if done == len(days) * len(_MARTS) else None


def counts(conninfo: str, days: Days) -> Steps:
    """How many steps of how many days there should be, how many were done, how many failed or came again."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(
            f"""
            with all_days as (
                select step, day, count(*) as times
                from etl.step_log, generate_series(partition_start, partition_end, interval '1 day') as day
                where step = any(%(steps)s) group by step, day
            )
            select (select count(*) from ({_DONE}) as done),
                   (select count(*) from etl.step_log where step = any(%(steps)s) and outcome != 'done'),
                   (select coalesce(sum(times - 1), 0) from all_days)
            """,
            {"steps": list(PIPELINE), "start": days.start, "end": days.end},
        ).fetchone()
    assert row is not None
    done, failed, repeated = row
    return Steps(expected=len(days) * len(PIPELINE), done=done, failed=failed, repeated=int(repeated))
