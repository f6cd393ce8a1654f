"""The schedule and the partitions: which runs are due."""

from collections.abc import Callable
from datetime import UTC, datetime

import dagster as dg
import pytest


@pytest.fixture
def due(defs: dg.Definitions) -> Callable[[datetime], list[str]]:
    """The days of the runs that the daemon makes at a moment."""

    def days(at: datetime) -> list[str]:
        schedule = defs.resolve_schedule_def("weather_etl_daily")
        assert schedule.cron_schedule == f"{at.minute} {at.hour} * * *"
        context = dg.build_schedule_context(scheduled_execution_time=at, repository_def=defs.get_repository_def())
        return [str(request.partition_key) for request in schedule.evaluate_tick(context).run_requests or []]

    return days


def test_the_day_that_has_just_ended_is_due(due: Callable[[datetime], list[str]]) -> None:
    """At midnight UTC the day before, and nothing before the day has ended."""
    assert due(datetime(2013, 2, 13, tzinfo=UTC)) == ["2013-02-12"]


def test_a_backfill_is_a_run_a_day(defs: dg.Definitions) -> None:
    """From a date to a date, both included, each day once."""
    job = defs.resolve_job_def("weather_etl")
    assert {asset.backfill_policy for asset in defs.assets or () if isinstance(asset, dg.AssetsDefinition)} == {
        dg.BackfillPolicy.multi_run(1)
    }
    assert job.partitions_def
    days = job.partitions_def.get_partition_keys_in_range(dg.PartitionKeyRange("2013-01-01", "2013-01-03"))
    assert days == ["2013-01-01", "2013-01-02", "2013-01-03"]
