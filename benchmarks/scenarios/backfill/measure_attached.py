"""A native backfill on a stack that is up already: the same driver, with what can be seen from outside.

Run by `bench run` for one item of the plan at a time: pytest-benchmark times exactly one call and writes its file.
"""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.services import wait_until
from benchmarks.deployment.supervisor import say
from benchmarks.measuring.session import Left, Measuring
from benchmarks.metering import containers, processes, step_log
from benchmarks.metering.meter import Meter
from benchmarks.stacks.addresses import addresses, compose_project
from benchmarks.stacks.loading import stack_of
from benchmarks.stacks.stack import Deployment

_IDLE_S = 120
"""How long runs that nobody here asked for are waited for."""


def test_backfill(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Measure one deployment's backfill; whether it left bare's tables on these days is part of the result."""
    measuring = Measuring.of(request)
    item, days = measuring.item, measuring.days
    address = addresses(measuring.plan)[item.contender.stack]
    stack = stack_of(
        Deployment(item.contender, address, measuring.home, measuring.logs, {}, concurrency=item.case.concurrency)
    )
    with stack.running() as services:
        say(f"{item.name}: waiting until nothing runs at {address.url}")
        wait_until(
            lambda: stack.busy() == 0, f"{address.about}: the end of the runs that go on there", services, _IDLE_S
        )
        stack.log_before = step_log.last_id(address.warehouse)
        say(f"{item.name}: backfill of {len(days)} days")
        timed = measuring.time(benchmark, lambda: stack.backfill(days), stack, _meter(measuring))
        # The step log is dated by the database's clock, so the request is as well.
        timed = replace(timed, started_at=timed.started_at + _ahead(address.warehouse))
        # Some tools refuse, or delay, a backfill while the record of the one before is open.
        recorded_at = None if timed.reason else stack.record_done_at()
        taken_up_at = None if timed.reason else stack.taken_up_at()
        measurement = measuring.measurement(
            timed,
            Left(address.warehouse, days, stack.log_before),
            bring_up_s=None,
            settled_s=0,
            data_ready_s=step_log.data_ready_s(address.warehouse, timed.started_at, days, stack.log_before),
            # By the clock of the service that wrote it: only where that is this machine's does it compare.
            recorded_at=recorded_at if measuring.plan.target == "compose" else None,
            taken_up_at=taken_up_at if measuring.plan.target == "compose" else None,
            running=stack.versions(),
        )
    benchmark.extra_info.update(measurement.model_dump(mode="json"))


def _meter(measuring: Measuring) -> AbstractContextManager[Meter]:
    item = measuring.item
    if measuring.plan.target == "compose":
        found = containers.containers(item.contender.stack, compose_project())
        return containers.measured(found, memory=item.warm_up)
    return processes.unknown()


def _ahead(conninfo: str) -> timedelta:
    """By how much the database's clock, which dates the step log, is ahead of ours: it may be another machine's."""
    with psycopg.connect(conninfo) as connection:
        before = datetime.now(UTC)
        row = connection.execute("select clock_timestamp()").fetchone()
        after = datetime.now(UTC)
    assert row is not None
    theirs: datetime = row[0]
    return theirs - (before + (after - before) / 2)
