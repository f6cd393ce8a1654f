"""The core's own step log: what was really done, and when."""

from datetime import datetime

import psycopg

from report.result_format import PIPELINE, Steps

_MARTS = ["city_aggregates", "daily_weather_summary"]


def data_ready_s(conninfo: str, since: datetime, partitions: int) -> float | None:
    """Seconds from since until the last partition's marts were committed; None while any is missing."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(
            """
            select extract(epoch from max(ended_at) - %s)::float8, sum(partition_end - partition_start + 1)
            from (
                select distinct on (step, partition_start, partition_end) * from etl.step_log
                where step = any(%s) and outcome = 'done' order by step, partition_start, partition_end, ended_at
            ) as first_done
            """,
            (since, _MARTS),
        ).fetchone()
    assert row is not None
    seconds, done = row
    return float(seconds) if done == partitions * len(_MARTS) else None


def counts(conninfo: str, partitions: int) -> Steps:
    """How many step executions there should be, how many there were, how many failed or came again."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute(
            """
            select count(*) filter (where outcome = 'done'), count(*) filter (where outcome != 'done'),
                   count(*) - count(distinct (step, partition_start, partition_end))
            from etl.step_log where step = any(%s)
            """,
            (list(PIPELINE),),
        ).fetchone()
    assert row is not None
    done, failed, repeated = row
    return Steps(expected=partitions * len(PIPELINE), done=done, failed=failed, repeated=repeated)
