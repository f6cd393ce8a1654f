"""A fault, then the recovery: from the request for it until the control plane says that it is done.

Run by `bench run` for one item of the plan at a time: pytest-benchmark times exactly one call and writes its file.
"""

from datetime import datetime

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.supervisor import say
from benchmarks.measuring.session import Left, Measuring
from benchmarks.scenarios.rerun.family import ways
from benchmarks.scenarios.rerun.faults import FAULTS
from benchmarks.scenarios.rerun.recovery import recorded, recovery, run_before
from benchmarks.scenarios.rerun.sandbox import Sandbox
from benchmarks.stacks.registry import spec


def test_rerun(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Measure how one contender gets over one fault; whether its tables are then right is part of the result."""
    measuring = Measuring.of(request)
    item, case, days = measuring.item, measuring.item.case, measuring.days
    fault = FAULTS[item.scenario]
    recoveries = spec(item.contender.stack).recoveries
    way = case.recovery or ways(fault.name, item.contender)[0]
    with measuring.server() as server:
        warehouse = server.conninfo("warehouse")
        sandbox = Sandbox(measuring.home / "sandbox", server, days, way, item.contender.name)
        sandbox.make(case.source)
        fault.begin(sandbox)
        stack = measuring.stack(
            server,
            recoveries.able(item.contender, way),
            source=sandbox.source if fault.own_readings else None,
            ready=sandbox.variables if fault.own_models else None,
        )
        with measuring.running(stack) as (services, bring_up_s):
            measuring.settle(stack)
            recorded_at = run_before(fault, stack, sandbox)
            if fault.first_run != "none":
                measuring.settle(stack, recorded_at)
            due = recovery(fault, stack, sandbox)
            shown_before = stack.shown()
            stack.actions.clear()
            say(f"{item.name}: {way} of {due.request.days}")
            meter = measuring.processes(server, services)
            timed = measuring.time(benchmark, lambda: stack.again(way, due.request), stack, meter)
            shown_after = stack.shown()
        found = due.work(warehouse)
        measurement = measuring.measurement(
            timed,
            Left(warehouse),
            bring_up_s=bring_up_s,
            settled_s=stack.settle_s,
            data_ready_s=_seconds(timed.started_at, found.right_at()),
            rerun=recorded(fault, due, stack, sandbox, shown_before, shown_after),
        )
    benchmark.extra_info.update(measurement.model_dump(mode="json"))


def _seconds(since: datetime, until: datetime | None) -> float | None:
    return (until - since).total_seconds() if until else None
