"""A native backfill of a case's days whose call stacks are sampled.

Run by `bench run` for one item of the plan at a time: pytest-benchmark times exactly one call and writes its file.
"""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.supervisor import say
from benchmarks.measuring.session import Left, Measuring
from benchmarks.metering import step_log
from benchmarks.metering.profiler import sampled

_NOT_PYTHON = ("postgresql", "broker")


def test_profiled(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Measure what one contender's processes do in a backfill; how long they take meanwhile says nothing."""
    measuring = Measuring.of(request)
    item, days = measuring.item, measuring.days
    with measuring.server() as server:
        stack = measuring.stack(server, item.contender)
        warehouse = server.conninfo("warehouse")
        with measuring.running(stack) as (services, bring_up_s):
            measuring.settle(stack)
            say(f"{item.name}: backfill of {len(days)} days")
            meter = measuring.processes(server, services)
            with sampled(measuring.logs / "call-stacks.txt") as stacks:
                timed = measuring.time(benchmark, lambda: stack.backfill(days), stack, meter)
        measurement = measuring.measurement(
            timed,
            Left(warehouse),
            bring_up_s=bring_up_s,
            settled_s=stack.settle_s,
            data_ready_s=step_log.data_ready_s(warehouse, timed.started_at, days),
        )
    by_role = timed.resources.cpu_s_by_role
    in_python_s = sum(seconds for role, seconds in by_role.items() if role not in _NOT_PYTHON)
    told = {"cpu_s_by_doing": stacks.shares(in_python_s)}
    benchmark.extra_info.update(measurement.model_copy(update=told).model_dump(mode="json"))
