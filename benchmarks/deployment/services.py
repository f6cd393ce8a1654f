"""The processes of a stack: started, waited for, stopped; and the free ports that they listen on."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.errors import BenchError

_STOP_S = 20


@dataclass(frozen=True)
class Service:
    """A long-running process of a stack, as its operator would start it."""

    role: str
    command: list[str]
    environment: Mapping[str, str]
    workers: str | None = None
    """What the processes under it are, where they are not the service itself: task runs, run workers."""


@dataclass(frozen=True)
class Running:
    """A started service."""

    service: Service
    process: psutil.Popen
    log: Path
    log_begins: int = 0
    """Where its own part of the log begins: another one of its role may have been there before."""

    def said(self) -> str:
        """What it has printed so far."""
        with self.log.open("rb") as log:
            log.seek(self.log_begins)
            return log.read().decode(errors="replace")

    def check(self) -> None:
        """Raise BenchError, with the log's end, where the service has ended."""
        if self.process.poll() is not None:
            raise BenchError(f"{self.service.role} ended with code {self.process.returncode}; {log_end(self.log)}")


def log_end(log: Path, lines: int = 15) -> str:
    """The log's name and its last lines."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return f"the end of {log}:\n" + "\n".join(text.splitlines()[-lines:])


@contextmanager
def running(services: list[Service], logs: Path) -> Iterator[list[Running]]:
    """Start the services in order, each with a log file of its role; stop them all together."""
    started: list[Running] = []
    try:
        for service in services:
            started.append(start(service, logs / f"{service.role.replace(' ', '-')}.log"))
        yield started
    finally:
        # Nobody needs another's orderly end: what is stopped has been measured.
        with ThreadPoolExecutor(len(services)) as each:
            list(each.map(lambda one: stop(one.process), started))


def start(service: Service, log: Path) -> Running:
    """Start one service, its output going to the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        begins = output.tell()
        process = psutil.Popen(
            service.command,
            env=dict(service.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is the harness's to handle
        )
    return Running(service, process, log, begins)


def stop(process: psutil.Popen) -> None:
    """Ask the process to end; kill it, and what it left, where it does not."""
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOP_S)
    except psutil.TimeoutExpired:
        process.kill()
    for left in family[1:]:
        try:
            left.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(family, timeout=5)


def kill(services: list[Running]) -> None:
    """End the services and all that they started at once."""
    family: list[psutil.Process] = []
    for service in services:
        with suppress(psutil.NoSuchProcess):
            family += [service.process, *service.process.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=5)


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    """Whether somebody listens on the loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(
    ready: Callable[[], bool], what: str, services: list[Running], timeout_s: float = 180, every_s: float = 0.2
) -> None:
    """Ask again and again until ready.

    Raises BenchError where a service ends meanwhile, or after timeout_s.
    """
    deadline = time.monotonic() + timeout_s
    while not ready():
        for service in services:
            service.check()
        if time.monotonic() > deadline:
            ends = "\n".join(log_end(service.log, lines=5) for service in services)
            raise BenchError(f"{what} did not come within {timeout_s:.0f} s\n{ends}")
        time.sleep(every_s)
