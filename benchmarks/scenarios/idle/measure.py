"""A deployment with its schedules on, while nothing is asked of it.

Run by `bench run` for one item of the plan at a time: pytest-benchmark times exactly one call and writes its file.
"""

import time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.services import wait_until
from benchmarks.deployment.supervisor import say
from benchmarks.measuring.session import Left, Measuring
from benchmarks.metering import processes, statements
from benchmarks.metering.processes import Roots
from records.measurement import Idle, Steps

_SETTLE_S = 60
"""How long services are left alone before and after a schedule's first run: two turns of the slowest daemon."""


def test_idle(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Measure what one contender's deployment costs that waits for files, which do not come, and for its next day."""
    measuring = Measuring.of(request)
    item, idle_s = measuring.item, measuring.item.case.idle_s or 0
    landing = measuring.home / "landing"
    landing.mkdir(parents=True)
    with measuring.server() as server:
        stack = measuring.stack(server, item.contender, source=f"files:{landing}", schedules=True)
        records, warehouse = stack.metadata(), server.conninfo("warehouse")
        with measuring.running(stack) as (services, bring_up_s):
            say(f"{item.name}: schedules on, idle for {_SETTLE_S} s and until nothing runs")
            stack.start_schedules()
            time.sleep(_SETTLE_S)
            wait_until(lambda: stack.busy() == 0, "the end of what a schedule has started", services, 600)
            time.sleep(_SETTLE_S)
            say(f"{item.name}: idle for {idle_s} s")
            with statements.counted(server, records) as asked:
                meter = measuring.processes(server, services)
                timed = measuring.time(benchmark, lambda: time.sleep(idle_s), stack, meter)
            held, living = processes.held(Roots(services, server.pid))
        measurement = measuring.measurement(
            timed, Left(warehouse), bring_up_s=bring_up_s, settled_s=2 * _SETTLE_S, data_ready_s=None
        )
    found = Idle(
        transactions=asked.transactions,
        statements=asked.statements,
        pss_bytes_by_role=None if held is None else dict(held),
        processes=living,
    )
    # No day was asked for: none is missing.
    nothing = Steps(expected=0, done=0, failed=0, repeated=0)
    told: dict[str, object] = {"idle": found, "steps": nothing, "source_files": None, "empty_days": []}
    benchmark.extra_info.update(measurement.model_copy(update=told).model_dump(mode="json"))
