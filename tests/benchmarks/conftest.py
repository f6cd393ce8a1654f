"""The command `bench` as a process, and what became of its processes and its state."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from benchmarks.ergonomics.copies import copy_project

# Plain text, also where typer takes a CI for a terminal; it looks when it is imported.
os.environ |= {"_TYPER_FORCE_DISABLE_TERMINAL": "1", "NO_COLOR": "1"}

BENCH = str(Path(sys.executable).with_name("bench"))


def bench(*arguments: str) -> list[str]:
    """The command `bench`, which is killed with whoever started it: a test that is killed leaves no run behind.

    Ctrl-C works in it also where the tests run in a shell's background, which ignores it.
    """
    return ["setpriv", "--pdeathsig", "KILL", "env", "--default-signal=INT", BENCH, *arguments]


Start = Callable[..., "subprocess.Popen[str]"]


@contextmanager
def short_folder() -> Iterator[Path]:
    """Where runs put their state: a short path, which sockets have to be in."""
    with TemporaryDirectory(prefix="state-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def starting(temporary: Path) -> Iterator[Start]:
    """Start `bench`; whatever is left of it is killed."""
    started = []

    def run(*arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            bench(*arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Where the runs of this test put their state."""
    with short_folder() as folder:
        yield folder


@pytest.fixture
def start(temporary: Path) -> Iterator[Start]:
    """Start `bench`; whatever a test leaves of it is killed."""
    with starting(temporary) as run:
        yield run


def family(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    """The process and all that came of it so far."""
    parent = psutil.Process(process.pid)
    return [parent, *parent.children(recursive=True)]


def is_alive(process: psutil.Process) -> bool:
    """Whether it still runs."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def nothing_is_left(processes: list[psutil.Process], temporary: Path) -> bool:
    """Whether every process has ended and the state is gone; waits, because the supervisor works on its own."""
    for _ in range(3000):
        alive = [one for one in processes if is_alive(one)]
        if not alive and not any(temporary.glob("bench-*")):
            return True
        time.sleep(0.1)
    return False


def lines_until(process: "subprocess.Popen[str]", word: str) -> str:
    """What the run tells on standard error, up to the line with the word."""
    told = ""
    assert process.stderr
    for line in process.stderr:
        told += line
        if word in line:
            return told
    raise AssertionError(f"{word!r} never came: {told}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project."""
    return copy_project(tmp_path / "project")


def passes(project: Path, interpreter: Path, tests: list[str]) -> None:
    """Run tests in the copy, on its code and not on this project's."""
    done = subprocess.run(
        [interpreter, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--maxfail=3", *tests],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
