"""A chain of steps, from the request until the control plane says that it is done, after one that is not counted.

Run by `bench run` for one item of the plan at a time: pytest-benchmark times exactly one call and writes its file.
"""

import json
from datetime import datetime
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.supervisor import say
from benchmarks.measuring.session import Left, Measuring
from benchmarks.scenarios.chain.checks import wrong
from benchmarks.stacks.registry import spec
from benchmarks.stacks.stack import Handed
from records.measurement import Chained, ChainStep, Computed, Steps
from shared_etl.chain import LOG, NUMBER, STEPS


def test_chain(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Measure one contender's chain; whether its steps were right is part of the result."""
    measuring = Measuring.of(request)
    item, chain = measuring.item, measuring.item.case.chain
    assert chain
    log = measuring.home / "chain.jsonl"
    variables = {STEPS: str(chain.steps), NUMBER: str(chain.number), LOG: str(log)}
    handed: list[Handed] = []
    with measuring.server() as server:
        stack = measuring.stack(server, item.contender, ready=variables)
        with measuring.running(stack) as (services, bring_up_s):
            say(f"{item.name}: a chain before, which is not counted")
            stack.chain()
            log.unlink()
            say(f"{item.name}: a chain of {chain.steps} steps")
            meter = measuring.processes(server, services)
            timed = measuring.time(benchmark, lambda: handed.extend(stack.chain()), stack, meter)
        found = Chained(recorded=_since(timed.started_at, handed), computed=_computed(timed.started_at, log))
        measurement = measuring.measurement(
            timed,
            Left(server.conninfo("warehouse")),
            bring_up_s=bring_up_s,
            settled_s=0,  # a run is launched at once: no daemon's turn is waited for
            data_ready_s=None,
        )
    # No day was asked for: none is missing.
    is_control = spec(item.contender.stack).is_control
    told: dict[str, object] = {"chain": found, "steps": Steps(expected=0, done=0, failed=0, repeated=0)}
    if not timed.reason and (reason := wrong(chain, found, keeps_records=not is_control)):
        told |= {"outcome": "failed", "reason": reason}
    benchmark.extra_info.update(measurement.model_copy(update=told).model_dump(mode="json"))


def _since(zero: datetime, handed: list[Handed]) -> list[ChainStep]:
    """What the stack has recorded, in seconds since the request."""
    return [
        ChainStep(
            step=one.step,
            queued_s=(one.queued_at - zero).total_seconds() if one.queued_at else None,
            started_s=(one.started_at - zero).total_seconds(),
            ended_s=(one.ended_at - zero).total_seconds(),
            tries=one.tries,
        )
        for one in handed
    ]


def _computed(zero: datetime, log: Path) -> list[Computed]:
    """What the steps have told, in seconds since the request."""
    lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    return [
        Computed(
            step=line["step"],
            started_s=line["started"] - zero.timestamp(),
            ended_s=line["ended"] - zero.timestamp(),
            process=line["process"],
            value=line["value"],
        )
        for line in sorted(lines, key=lambda line: line["started"])
    ]
