"""A native backfill of a case's days, from the request until the control plane says that it is done.

Run by `bench run` for one item of the plan at a time: pytest-benchmark times exactly one call and writes its file.
"""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.supervisor import say
from benchmarks.measuring.session import Left, Measuring
from benchmarks.metering import step_log
from records.names import BACKFILL


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
            taken_up = None if timed.reason else stack.taken_up_at()
            made = [] if timed.reason else stack.runs_made_at(days)
            recorded = stack.record_done_at() if waits_for_record(measuring) and not timed.reason else None
        measurement = measuring.measurement(
            timed,
            Left(warehouse),
            bring_up_s=bring_up_s,
            settled_s=stack.settle_s,
            data_ready_s=step_log.data_ready_s(warehouse, timed.started_at, days),
            recorded_at=recorded,
            taken_up_at=taken_up,
            runs_made_at=made,
        )
    benchmark.extra_info.update(measurement.model_dump(mode="json"))


def waits_for_record(measuring: Measuring) -> bool:
    """Whether the backfill's own record is waited for, which measures nothing else: once per stack.

    Its turn is the tool's, whatever the configuration.
    """
    item, plan = measuring.item, measuring.plan
    first = next(one.name for one in plan.contenders if one.stack == item.contender.stack)
    main = (BACKFILL, plan.main_case, first, 1, False)
    return (item.scenario, item.case.name, item.contender.name, item.round, item.warm_up) == main
