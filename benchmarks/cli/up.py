"""One stack, up on the embedded PostgreSQL with the pipeline loaded, until it is told to stop."""

import signal
import sys
import threading
from pathlib import Path

from benchmarks.deployment.progress import say
from benchmarks.deployment.services import Running
from benchmarks.errors import BenchError
from benchmarks.measuring.baseline import Ground
from benchmarks.stacks import Deployment, stack_of
from benchmarks.stacks.registry import contender


def main() -> None:
    """``python -m benchmarks.cli.up CONTENDER FOLDER SOURCE``: serve until SIGINT, or until a service ends."""
    name, folder, source = sys.argv[1:]
    chosen, home = contender(name), Path(folder)
    logs = home / "logs"
    logs.mkdir(parents=True)
    ground = Ground(home / "ground")
    ground.prepare([chosen], logs)
    with ground.copy(home / "server", logs / "postgresql.log") as server:
        stack = stack_of(chosen.stack, Deployment(chosen, server, home, logs, ground.ready, source))
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
    try:
        main()
    except BenchError as error:
        raise SystemExit(f"error: {error}") from error
