"""One stack, up on the embedded PostgreSQL with the pipeline loaded, until it is told to stop."""

import signal
import sys
import threading
from pathlib import Path

from benchmarks.deployment.services import Running
from benchmarks.deployment.supervisor import failing_told, say
from benchmarks.measuring.baseline import Baseline
from benchmarks.stacks import dbt_project
from benchmarks.stacks.loading import stack_of
from benchmarks.stacks.registry import contender
from benchmarks.stacks.stack import Deployment


def main() -> None:
    """``python -m benchmarks.cli.up CONTENDER FOLDER SOURCE``: serve until SIGINT, or until a service ends."""
    name, folder, source = sys.argv[1:]
    chosen, home = contender(name), Path(folder)
    logs = home / "logs"
    logs.mkdir(parents=True)
    baseline = Baseline(home / "baseline")
    baseline.prepare([chosen], logs)
    with baseline.copy(home / "server", logs / "postgresql.log") as server:
        dbt_project.copy(home / "dbt_project")
        dbt_project.parse(home / "dbt_project", server.warehouse_variables(chosen.name))
        ready = {**baseline.ready, **dbt_project.variables(home / "dbt_project")}
        stack = stack_of(Deployment(chosen, server, home, logs, ready, source))
        say(f"starting {chosen.name}")
        with stack.running() as services:
            say(f"{chosen.name} is up; logs are in {logs}")
            say(stack.welcome())
            say("Ctrl-C stops it")
            _until_told(services)
            say(f"stopping {chosen.name}")


def _until_told(services: list[Running]) -> None:
    told = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: told.set())
    while not told.wait(1):
        for service in services:
            service.check()


if __name__ == "__main__":
    with failing_told():
        main()
