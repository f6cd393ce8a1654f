"""The core's own step log: what was really done, and when."""

from dataclasses import dataclass
from datetime import date, datetime

import psycopg

from benchmarks.errors import BenchError
from benchmarks.metering.parity import TABLES
from records.measurement import Steps
from records.names import PIPELINE
from shared_etl.days import Days

_ANSWER_S = 15
"""How long a warehouse is waited for: it may have other work."""

StepOfDay = tuple[str, date]
"""A step of the pipeline, and one of its partitions."""

_MARTS = ["city_aggregates", "daily_weather_summary"]

# One line per step and day: an execution over a range of days has done the step for each of them.
_DONE = """
    select step, day, min(ended_at) as done_at, count(*) as times
    from etl.step_log, generate_series(partition_start, partition_end, interval '1 day') as day
    where step = any(%(steps)s) and outcome = 'done' and day between %(start)s and %(end)s and id > %(after)s
    group by step, day
"""


def check(conninfo: str, what: str) -> None:
    """Raise BenchError where the database cannot be reached, or a table that is measured or compared not be read."""
    try:
        with psycopg.connect(conninfo, connect_timeout=_ANSWER_S) as connection:
            for table in ("etl.step_log", "raw.weather_readings", *(f"{one.schema}.{one.name}" for one in TABLES)):
                connection.execute(f"select 1 from {table} limit 1")
    except psycopg.Error as problem:
        raise BenchError(f"{what} cannot be read: {str(problem).strip()}") from problem


def last_steps(connection: psycopg.Connection, after: int = 0) -> int:
    """How often the last step of a day was done after that id in the log.

    As cheap as can be, for it is asked while the stack is measured.
    """
    row = connection.execute(
        "select coalesce(sum(partition_end - partition_start + 1), 0) from etl.step_log "
        "where step = %s and outcome = 'done' and id > %s",
        (PIPELINE[-1], after),
    ).fetchone()
    assert row is not None
    return int(row[0])


def data_ready_s(conninfo: str, since: datetime, days: Days, after: int = 0) -> float | None:
    """Seconds from since until the last day's marts were first committed after that id; None while any is missing."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(
            f"select extract(epoch from max(done_at) - %(since)s)::float8, count(*) from ({_DONE}) as done",
            {"since": since, "steps": _MARTS, "start": days.start, "end": days.end, "after": after},
        ).fetchone()
    assert row is not None
    seconds, done = row
    return float(seconds) if done == len(days) * len(_MARTS) else None


def counts(conninfo: str, days: Days, after: int = 0) -> Steps:
    """How many steps of how many days there should be, how many were done, failed or came again after that id."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(
            f"""
            with all_days as (
                select step, day, count(*) as times
                from etl.step_log, generate_series(partition_start, partition_end, interval '1 day') as day
                where step = any(%(steps)s) and id > %(after)s group by step, day
            )
            select (select count(*) from ({_DONE}) as done),
                   (select count(*) from etl.step_log
                    where step = any(%(steps)s) and outcome != 'done' and id > %(after)s),
                   (select coalesce(sum(times - 1), 0) from all_days)
            """,
            {"steps": list(PIPELINE), "start": days.start, "end": days.end, "after": after},
        ).fetchone()
    assert row is not None
    done, failed, repeated = row
    return Steps(expected=len(days) * len(PIPELINE), done=done, failed=failed, repeated=int(repeated))


@dataclass(frozen=True)
class Execution:
    """One execution of a step, for one of the days that it was for."""

    what: StepOfDay
    done: bool
    ended_at: datetime | None


def executions(conninfo: str, after: int = 0) -> list[Execution]:
    """Every execution of the pipeline's steps after that id in the log, a day at a time, in the log's order."""
    with psycopg.connect(conninfo) as connection:
        rows = connection.execute(
            """
            select step, day::date, outcome = 'done', ended_at
            from etl.step_log, generate_series(partition_start, partition_end, interval '1 day') as day
            where step = any(%s) and id > %s order by id, day
            """,
            (list(PIPELINE), after),
        ).fetchall()
    return [Execution((step, day), done, ended_at) for step, day, done, ended_at in rows]


def last_id(conninfo: str) -> int:
    """The id of the newest line of the log; 0 where there is none."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute("select coalesce(max(id), 0) from etl.step_log").fetchone()
    assert row is not None
    return int(row[0])


def tests_left_failed(conninfo: str) -> list[str]:
    """The dbt tests whose last execution failed, for any days."""
    with psycopg.connect(conninfo) as connection:
        rows = connection.execute(
            """
            select distinct step from (
                select distinct on (step, partition_start, partition_end) step, outcome
                from etl.step_log where kind = 'dbt test' order by step, partition_start, partition_end, id desc
            ) as last where outcome = 'failed' order by step
            """
        ).fetchall()
    return [step for (step,) in rows]
