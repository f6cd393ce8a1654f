"""Every fault, one after the other on one running stack of each tool: days, and nothing else, are each fault's own."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from benchmarks.deployment.environments import python
from benchmarks.errors import BackfillError
from benchmarks.measuring.baseline import Baseline
from benchmarks.metering import step_log
from benchmarks.metering.parity import export, parity
from benchmarks.scenarios.rerun.family import ways
from benchmarks.scenarios.rerun.faults import FAULTS, Fault
from benchmarks.scenarios.rerun.recovery import recorded, recovery, run_before
from benchmarks.scenarios.rerun.sandbox import Sandbox
from benchmarks.stacks.environment import clean_environment
from benchmarks.stacks.loading import stack_of
from benchmarks.stacks.registry import contender as contender_of
from benchmarks.stacks.stack import Deployment, Stack
from shared_etl.days import Days

from .recoveries import CONTENDERS, Recovered, RecoveredOf, Recoveries

DAYS = 2
FIRST = Days.parse("2013-02-11").start
OF_FAULTS = {
    name: Days.of(FIRST + timedelta(days=DAYS * place), min(fault.days, DAYS))
    for place, (name, fault) in enumerate(FAULTS.items())
}
ALL = Days(FIRST, max(days.end for days in OF_FAULTS.values()))


class TestOnARunningStack(Recoveries):
    """What the report tells of isolated runs holds in a warehouse with a past as well."""

    days = DAYS

    @pytest.fixture(scope="class")
    def recovered(self) -> Iterator[RecoveredOf]:
        """Each contender in each fault once, in its first way; both go on side by side."""
        # A short path, because sockets have one, that another user can pass through, who runs the server.
        with TemporaryDirectory(prefix="rerun-", ignore_cleanup_errors=True) as folder:
            home = Path(folder)
            home.chmod(0o755)
            (home / "logs").mkdir()
            baseline = Baseline(home / "baseline")
            baseline.prepare([contender_of(name) for name in CONTENDERS], home / "logs")
            with ThreadPoolExecutor() as both:
                each = both.map(lambda name: _recover_all(name, baseline, home / name.replace(":", "-")), CONTENDERS)
                yield {key: one for found in each for key, one in found.items()}


def _recover_all(name: str, baseline: Baseline, home: Path) -> RecoveredOf:
    found: RecoveredOf = {}
    with baseline.copy(home / "server") as server:
        every = Sandbox(home / "sandbox", server, ALL)
        every.make("packaged")
        every.deploy_models()
        with psycopg.connect(server.conninfo("postgres"), autocommit=True) as connection:
            connection.execute("create database bare template warehouse")
        run_bare(every)
        deployment = Deployment(
            contender_of(name),
            server,
            home,
            home / "logs",
            {**baseline.ready, **every.variables},
            every.source,
            concurrency=DAYS,
        )
        stack = stack_of(deployment)
        with stack.running():
            for fault in FAULTS.values():
                way = ways(fault.name, contender_of(name))[0]
                sandbox = Sandbox(every.home, server, OF_FAULTS[fault.name], way)
                found[name, fault.name] = _recover(fault, stack, sandbox)
    return found


def _recover(fault: Fault, stack: Stack, sandbox: Sandbox) -> Recovered:
    warehouse = stack.deployment.warehouse
    stack.log_before = step_log.last_id(warehouse)
    fault.begin(sandbox)
    if fault.own_models:
        stack.deployed()
    run_before(fault, stack, sandbox)
    due, shown, reason = recovery(fault, stack, sandbox), stack.shown(), None
    stack.actions, stack.refused = [], []
    try:
        stack.again(sandbox.way, due.request)
    except BackfillError as error:
        reason = str(error)
    if fault.changed == "model":
        run_bare(sandbox)
    own, others = sandbox.home / f"{fault.name}-tables", sandbox.home / f"{fault.name}-tables-of-bare"
    export(warehouse, own, sandbox.days)
    export(sandbox.server.conninfo("bare"), others, sandbox.days)
    return Recovered(recorded(fault, due, stack, sandbox, shown, stack.shown()), parity(others, own), reason)


def run_bare(sandbox: Sandbox) -> None:
    """Let plain Python run the sandbox's days, in a database of its own."""
    environment = {
        **clean_environment(sandbox.home),
        **sandbox.server.warehouse_variables("bare"),
        "WAREHOUSE_DATABASE": "bare",
        **sandbox.variables,
        "DBT_TARGET_PATH": str(sandbox.home / "dbt-of-bare"),
        "DBT_LOG_PATH": str(sandbox.home / "dbt-of-bare"),
        "WEATHER_SOURCE": sandbox.source,
        "WEATHER_REPORTS": str(sandbox.home / "reports"),
    }
    span = [str(sandbox.days.start), str(sandbox.days.end), "--as-range"]
    command = [str(python("bare")), "-m", "shared_etl", "run", *span]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
