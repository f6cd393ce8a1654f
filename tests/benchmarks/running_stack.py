"""Every fault, one after the other, on one running stack.

``python -m tests.benchmarks.running_stack CONTENDER OUT HOME``, under a supervisor as every measurement: nothing but
its days is a fault's own. What is found goes to the file OUT.
"""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
from pydantic import TypeAdapter

from benchmarks.deployment.environments import python
from benchmarks.deployment.services import wait_until
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
from benchmarks.stacks.spec import Contender
from benchmarks.stacks.stack import Deployment, Stack
from shared_etl.days import Days
from tests.benchmarks.recoveries import Recovered

DAYS = dict.fromkeys(FAULTS, 1) | {"failed-step": 2, "changed-model": 2}
"""Fault -> over how many days: several where one request is for several; any day stands among those of all faults."""
MOST = max(DAYS.values())
FIRST = Days.parse("2013-02-11").start
OF_FAULTS = {name: Days.of(FIRST + timedelta(days=MOST * place), DAYS[name]) for place, name in enumerate(FAULTS)}
ALL = Days(FIRST, max(days.end for days in OF_FAULTS.values()))


def recover_all(contender: Contender, home: Path) -> dict[str, Recovered]:
    """Fault -> how the contender got over it, in its first way."""
    logs = home / "logs"
    logs.mkdir(parents=True)
    baseline = Baseline(home / "baseline")
    baseline.prepare([contender], logs)
    found = {}
    with baseline.copy(home / "server") as server:
        every = Sandbox(home / "sandbox", server, ALL, contender=contender.name)
        every.make("packaged")
        every.deploy_models()
        with psycopg.connect(server.conninfo("postgres"), autocommit=True) as connection:
            connection.execute("create database bare template warehouse")
        run_bare(every)
        ready = {**baseline.ready, **every.variables}
        stack = stack_of(Deployment(contender, server, home, logs, ready, every.source, concurrency=MOST))
        with stack.running():
            for fault in FAULTS.values():
                sandbox = Sandbox(
                    every.home, server, OF_FAULTS[fault.name], ways(fault.name, contender)[0], contender.name
                )
                found[fault.name] = recover(fault, stack, sandbox)
    return found


def recover(fault: Fault, stack: Stack, sandbox: Sandbox) -> Recovered:
    """Let the fault happen, get over it, and compare what is left of its days with what bare leaves."""
    warehouse = stack.deployment.warehouse
    stack.log_before = step_log.last_id(warehouse)
    fault.begin(sandbox)
    if fault.own_models:
        stack.deployed()
    run_before(fault, stack, sandbox)
    until_recorded(stack)
    due, shown, reason = recovery(fault, stack, sandbox), stack.shown(), None
    stack.actions, stack.refused = [], []
    try:
        stack.again(sandbox.way, due.request)
    except BackfillError as error:
        reason = str(error)
    until_recorded(stack)
    if fault.changed == "model":  # for the days of the faults that follow, too
        run_bare(replace(sandbox, days=Days(sandbox.days.start, ALL.end)))
    own, others = sandbox.home / f"{fault.name}-tables", sandbox.home / f"{fault.name}-tables-of-bare"
    export(warehouse, own, sandbox.days)
    export(sandbox.server.conninfo("bare"), others, sandbox.days)
    return Recovered(recorded(fault, due, stack, sandbox, shown, stack.shown()), parity(others, own), reason)


def until_recorded(stack: Stack) -> None:
    """Wait until a backfill that was asked for is complete by its own record: Airflow refuses another before that."""
    if any("backfill" in action.lower() for action in stack.actions):
        wait_until(lambda: stack.record_done_at() is not None, "the backfill's own record", [], 600)


def run_bare(sandbox: Sandbox) -> None:
    """Let plain Python run the sandbox's days, in a database of its own."""
    environment = {
        **clean_environment(sandbox.home),
        **sandbox.server.warehouse_variables("bare"),
        "WAREHOUSE_DATABASE": "bare",
        **sandbox.variables,
        "DBT_TARGET_PATH": str(sandbox.home / "dbt-of-bare"),
        "WEATHER_SOURCE": sandbox.source,
        "WEATHER_REPORTS": str(sandbox.home / "reports"),
    }
    span = [str(sandbox.days.start), str(sandbox.days.end), "--as-range"]
    command = [str(python("bare")), "-m", "shared_etl", "run", *span]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def main() -> None:
    """What is found as JSON."""
    name, out, home = sys.argv[1:]
    found = recover_all(contender_of(name), Path(home))
    Path(out).write_bytes(TypeAdapter(dict[str, Recovered]).dump_json(found))


if __name__ == "__main__":
    main()
