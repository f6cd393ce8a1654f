"""A native backfill of a case's days, from the request until the control plane says that it is done.

Run by `bench run` for one item of the plan at a time: pytest-benchmark times exactly one call and writes its file.
"""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.progress import say
from benchmarks.measuring.session import Left, Measuring
from benchmarks.metering import step_log


def test_backfill(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Measure one contender's backfill; whether it left bare's tables is part of the result."""
    measuring = Measuring.of(request)
    item, days = measuring.item, measuring.days
    with measuring.server() as server:
        stack = measuring.stack(server, item.contender)
        warehouse = server.conninfo("warehouse")
        with measuring.running(stack) as (services, bring_up_s):
            measuring.settle(stack)
            say(f"{item.name}: backfill of {len(days)} days")
            meter = measuring.processes(server, services)
            timed = measuring.time(benchmark, lambda: stack.backfill(days), stack, meter)
            recorded = stack.record_done_at() if measuring.waits_for_record and not timed.reason else None
        measurement = measuring.measurement(
            timed,
            Left(warehouse),
            bring_up_s=bring_up_s,
            settled_s=stack.settle_s,
            data_ready_s=step_log.data_ready_s(warehouse, timed.started_at, days),
            recorded_at=recorded,
        )
    benchmark.extra_info.update(measurement.model_dump(mode="json"))
