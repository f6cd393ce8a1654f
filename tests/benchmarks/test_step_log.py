"""What the step log proves: which steps of which days were done, and when."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from benchmarks.errors import BenchError
from benchmarks.metering import step_log
from records.names import PIPELINE
from shared_etl.days import Days
from shared_etl.warehouse import Warehouse

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
WEEK = Days.parse("2013-01-01", "2013-01-07")


@pytest.fixture
def log(warehouse: Warehouse) -> Iterator[psycopg.Connection]:
    """An empty step log."""
    with psycopg.connect(warehouse.conninfo, autocommit=True) as connection:
        yield connection


def did(log: psycopg.Connection, step: str, days: Days, ended_s: float = 1, outcome: str = "done") -> None:
    """Add one execution."""
    log.execute(
        "insert into etl.step_log (step, kind, partition_start, partition_end, attempt, outcome, started_at, ended_at, "
        "process, host) values (%s, 'python', %s, %s, 1, %s, %s, %s, '1', 'here')",
        (step, days.start, days.end, outcome, SINCE, SINCE + timedelta(seconds=ended_s)),
    )


def test_a_step_over_a_range_counts_for_each_of_its_days(log: psycopg.Connection, warehouse: Warehouse) -> None:
    """A week in one run and a week day by day are the same number of steps."""
    for step in PIPELINE[:3]:
        did(log, step, WEEK)
    for step in PIPELINE[3:]:
        for day in WEEK:
            did(log, step, day)
    found = step_log.counts(warehouse.conninfo, WEEK)
    assert (found.expected, found.done, found.failed, found.repeated) == (49, 49, 0, 0)


def test_a_lost_a_failed_and_a_repeated_step_are_seen(log: psycopg.Connection, warehouse: Warehouse) -> None:
    """Days that overlap are repeated, whether they came as a day or within a range."""
    for step in PIPELINE[1:]:
        did(log, step, WEEK)
    did(log, PIPELINE[1], Days.parse("2013-01-02"))
    did(log, PIPELINE[0], Days.parse("2013-01-02"), outcome="failed")
    found = step_log.counts(warehouse.conninfo, WEEK)
    assert (found.expected, found.done, found.failed, found.repeated) == (49, 42, 1, 1)


def test_data_is_ready_when_the_last_day_has_both_marts_for_the_first_time(
    log: psycopg.Connection, warehouse: Warehouse
) -> None:
    """A mart that is made again later does not make it later; one that is missing means never."""
    did(log, "city_aggregates", WEEK, ended_s=2)
    for offset, day in enumerate(WEEK):
        assert step_log.data_ready_s(warehouse.conninfo, SINCE, WEEK) is None
        did(log, "daily_weather_summary", day, ended_s=3 + offset)
    did(log, "city_aggregates", Days.parse("2013-01-01"), ended_s=60)
    assert step_log.data_ready_s(warehouse.conninfo, SINCE, WEEK) == pytest.approx(9)


def test_a_reader_of_the_log_alone_is_told_what_else_is_read(log: psycopg.Connection, warehouse: Warehouse) -> None:
    """Before days are run that could not be compared."""
    log.execute("create role reader login; grant usage on schema etl to reader; grant select on etl.step_log to reader")
    try:
        with pytest.raises(BenchError, match="the warehouse cannot be read: permission denied for schema raw"):
            step_log.check(make_conninfo(warehouse.conninfo, user="reader"), "the warehouse")
    finally:
        log.execute("drop owned by reader; drop role reader")
