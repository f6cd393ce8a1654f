"""What a Celery worker has imported before it forks its processes, these need not import: proved from outside."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from benchmarks import runner
from benchmarks.deployment.environments import PROJECT
from benchmarks.measuring.baseline import Baseline
from benchmarks.stacks.loading import stack_of
from benchmarks.stacks.registry import contender
from benchmarks.stacks.stack import Deployment
from shared_etl.days import Days

from ..benchmarks.conftest import is_alive

LISTENER = Path(__file__).with_name("listener")
DAY = Days.parse("2013-02-11", "2013-02-11")
CONTENDERS = ("airflow:celery", "airflow:celery-cold", "dagster:celery", "dagster:celery-cold")


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    """A short path: sockets have to be in it."""
    with TemporaryDirectory(prefix="warm-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def baseline(state: Path) -> Baseline:
    """What every contender starts from."""
    chosen = [contender(name) for name in CONTENDERS]
    runner.make_environments(chosen, print)
    (state / "logs").mkdir()
    made = Baseline(state / "baseline")
    made.prepare(chosen, state / "logs")
    return made


@pytest.mark.parametrize("name", CONTENDERS)
def test_a_warm_worker_imports_nothing_of_dbt_after_the_fork(baseline: Baseline, state: Path, name: str) -> None:
    """In a day's backfill; a cold one does. And no process of the worker, or of its broker, outlives the stack."""
    home, imported = state / name.replace(":", "-"), state / f"{name}.jsonl"
    heard = {"PYTHONPATH": f"{LISTENER}:{PROJECT}", "IMPORTED_AFTER_FORK": str(imported)}
    chosen = contender(name)
    listened = replace(chosen, environment={**chosen.environment, **heard})
    with baseline.copy(home / "server") as server:
        stack = stack_of(Deployment(listened, server, home, home / "logs", baseline.ready, concurrency=1))
        with stack.running() as services:
            stack.backfill(DAY)
            roles = {one.service.role: psutil.Process(one.process.pid) for one in services}
            family = [each for role in ("worker", "broker") for each in (roles[role], *roles[role].children(True))]
    assert len(family) > 2
    assert not [one for one in family if is_alive(one)]
    lines = [json.loads(line) for line in imported.read_text().splitlines()]
    after_fork = [line["module"] for line in lines if "worker" in line["arguments"]]
    of_dbt = [module for module in after_fork if module.partition(".")[0] == "dbt"]
    assert after_fork, "the listener has heard nothing"
    if chosen.workers == "warm":
        assert of_dbt == []
    else:
        assert "dbt.adapters.postgres" in of_dbt
