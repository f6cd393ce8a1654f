"""A fault, then the recovery: from the request for it until the control plane says that it is done.

Run by `bench run` for one item of the plan at a time: pytest-benchmark times exactly one call and writes its file.
"""

from datetime import datetime

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.supervisor import say
from benchmarks.errors import BackfillError, BenchError
from benchmarks.measuring.session import Left, Measuring
from benchmarks.metering import step_log
from benchmarks.metering.step_log import Execution, StepOfDay
from benchmarks.scenarios.rerun.family import ways
from benchmarks.scenarios.rerun.faults import FAULTS, Fault
from benchmarks.scenarios.rerun.repeated_work import RepeatedWork, needed_steps, repeated
from benchmarks.scenarios.rerun.sandbox import Sandbox
from benchmarks.stacks.registry import spec
from benchmarks.stacks.stack import Request, Stack
from records.measurement import Rerun
from records.names import PIPELINE
from shared_etl.days import Days


def test_rerun(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Measure how one contender gets over one fault; whether its tables are then right is part of the result."""
    measuring = Measuring.of(request)
    item, case, days = measuring.item, measuring.item.case, measuring.days
    fault = FAULTS[item.scenario]
    recoveries = spec(item.contender.stack).recoveries
    way = case.recovery or ways(fault.name, item.contender)[0]
    with measuring.server() as server:
        warehouse = server.conninfo("warehouse")
        sandbox = Sandbox(measuring.home / "sandbox", server, days, way)
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
            if fault.first_run != "none":
                recorded_at = _first_run(fault, stack, days, item.name)
                fault.mend(sandbox)
                if fault.own_models:
                    stack.deployed()
                measuring.settle(stack, recorded_at)
            before, since = step_log.executions(warehouse), step_log.last_id(warehouse)
            needed = needed_steps(before, fault.outdated(sandbox), days)
            asked = _request(fault, needed, before, days)
            shown_before = stack.shown()
            stack.actions.clear()
            say(f"{item.name}: {way} of {asked.days}")
            meter = measuring.processes(server, services)
            timed = measuring.time(benchmark, lambda: stack.again(way, asked), stack, meter)
            shown_after = stack.shown()
        found = RepeatedWork(needed, step_log.executions(warehouse, after=since))
        measurement = measuring.measurement(
            timed,
            Left(warehouse),
            bring_up_s=bring_up_s,
            settled_s=stack.settle_s,
            data_ready_s=_seconds(timed.started_at, found.right_at()),
            rerun=Rerun(
                recovery=way,
                not_native=recoveries.not_native.get((fault.name, way)),
                actions=stack.actions,
                refused=stack.refused,
                needed=len(needed),
                executed=len(found.executions),
                missing=len(found.missing),
                first_failed=sum(not one.done for one in before),
                first_repeated=repeated(before),
                first_went_on=sorted(
                    {one.what[0] for one in before if one.done and one.what in _stopped(fault, sandbox)}
                ),
                tests_left_failed=step_log.tests_left_failed(warehouse),
                shown_before=shown_before,
                shown_after=shown_after,
            ),
        )
    benchmark.extra_info.update(measurement.model_dump(mode="json"))


def _first_run(fault: Fault, stack: Stack, days: Days, name: str) -> datetime | None:
    """Run the days with the fault in place, until the stack's own record is closed; returns when it was.

    Raises BenchError where they end otherwise than the fault is made for.
    """
    say(f"{name}: the run before, which {fault.first_run}")
    failure = ""
    try:
        stack.backfill(days)
    except BackfillError as error:
        failure = str(error)
    if bool(failure) != (fault.first_run == "fails"):
        raise BenchError(
            f"the run before the recovery {fault.first_run} where all is well; it was: {failure or 'done'}"
        )
    # Some tools refuse some requests while the record of the one before is open.
    return stack.record_done_at()


def _request(fault: Fault, needed: set[StepOfDay], before: list[Execution], days: Days) -> Request:
    """The days from the first to the last that need it; all of them where none does."""
    span = Days(min(day for _, day in needed), max(day for _, day in needed)) if needed else days
    done = sum(one.done and one.what[0] == PIPELINE[-1] for one in before)
    return Request(span, done + len(span), fault.steps, fault.changed)


def _stopped(fault: Fault, sandbox: Sandbox) -> set[StepOfDay]:
    return {(step, sandbox.day) for step in fault.stopped}


def _seconds(since: datetime, until: datetime | None) -> float | None:
    return (until - since).total_seconds() if until else None
