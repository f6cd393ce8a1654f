"""The schedule and the partitions: which runs are due."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from airflow.sdk import DAG


@pytest.fixture
def scheduled(weather_etl: "DAG") -> Any:
    """The DAG as the scheduler has it."""
    from airflow.serialization.serialized_objects import DagSerialization

    return DagSerialization.deserialize_dag(DagSerialization.serialize_dag(weather_etl))


@pytest.fixture
def due(scheduled: Any) -> Callable[[datetime], list[str]]:
    """The days of the runs that the scheduler makes at a moment."""

    def days(at: datetime) -> list[str]:
        assert not scheduled.catchup  # or the first run after unpausing is of the year 2013
        runs = scheduled.iter_dagrun_infos_between(datetime(2013, 1, 1, tzinfo=UTC), at)
        return [str(run.data_interval.start.date()) for run in runs if run.run_after == at]

    return days


def test_the_day_that_has_just_ended_is_due(due: Callable[[datetime], list[str]]) -> None:
    """At midnight UTC the day before, and nothing before the day has ended."""
    assert due(datetime(2013, 2, 13, tzinfo=UTC)) == ["2013-02-12"]


def test_a_backfill_is_a_run_a_day(scheduled: Any) -> None:
    """From a date to a date, both included, each day once."""
    first, last = datetime(2013, 1, 1, tzinfo=UTC), datetime(2013, 1, 3, tzinfo=UTC)
    runs = [run.data_interval for run in scheduled.iter_dagrun_infos_between(first, last)]
    assert {(run.end - run.start).days for run in runs} == {1}
    days = [str(run.start.date()) for run in runs]
    assert days == ["2013-01-01", "2013-01-02", "2013-01-03"]
    # The timetable alone knows of neither end.
    assert (scheduled.start_date, scheduled.end_date) == (datetime(2013, 1, 1, tzinfo=UTC), None)
