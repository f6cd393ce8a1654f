"""Run a command and leave no process behind: ``python -m benchmarks.deployment.supervisor STATE FOLDER COMMAND…``

The supervisor stands between the harness and all that the harness starts. It adopts every descendant, daemons included,
and ends them all when the command ends, or when its own standard input closes: the pipe from the harness closes even
when the harness is killed. It removes the command's folder, and the whole run's state where the harness is gone. What
the command is doing it tells the harness on its standard output, line by line.
"""

import ctypes
import os
import selectors
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from benchmarks.deployment import variables
from benchmarks.deployment.environments import PROJECT
from benchmarks.deployment.services import log_end
from benchmarks.errors import BenchError, told
from shared_etl.errors import InputError

Tell = Callable[[str], None]
"""Told what is being done now, line by line."""
FAILED = "failed: "
"""How a message begins that says why the command gives up."""
_MARK = "» "
_PR_SET_CHILD_SUBREAPER = 36
_ORDERLY_STOP_S = 40
_LOOK_EVERY_S = 0.1


def run_supervised(command: list[str], folder: Path, log: Path, tell: Tell) -> int:
    """Run the command to its end, its output into the log, what it says to tell; return its exit code.

    folder is for the state of what it starts, inside the run's own; it is removed in the end. On Ctrl-C the command is
    stopped in an orderly way and KeyboardInterrupt goes on.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    state = folder.parent
    runtime = state / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    with (
        log.open("a") as output,
        subprocess.Popen(
            supervised(state, folder, command),
            cwd=PROJECT,
            env={**variables.ours(), "PYTHONUNBUFFERED": "1", "XDG_RUNTIME_DIR": str(runtime)},
            umask=0o022,  # PostgreSQL drops root's rights and has to pass through
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # neither Ctrl-C nor a kill of our group reaches the supervisor
        ) as supervisor,
    ):
        assert supervisor.stdin
        assert supervisor.stdout
        try:
            for line in supervisor.stdout:
                if (doing := said(line)) is not None:
                    tell(doing)
                else:
                    output.write(line)
                    output.flush()
            return supervisor.wait()
        except BaseException:
            supervisor.stdin.close()
            supervisor.stdout.read()  # what it prints while it stops
            supervisor.wait()
            raise


def run_told(command: list[str], folder: Path, log: Path, tell: Tell) -> None:
    """Run the command as run_supervised does; raises BenchError with why it gave up, as it told, where it did."""
    heard: list[str] = []

    def tell_and_keep(doing: str) -> None:
        heard.append(doing)
        tell(doing)

    if run_supervised(command, folder, log, tell_and_keep):
        first = next((place for place, doing in enumerate(heard) if doing.startswith(FAILED)), None)
        raise BenchError("\n".join(heard[first:]).removeprefix(FAILED) if first is not None else log_end(log))


def supervised(state: Path, folder: Path, command: list[str]) -> list[str]:
    """The command line of a supervisor that runs the command; its standard input is a pipe, its session its own."""
    return [sys.executable, "-m", "benchmarks.deployment.supervisor", str(state), str(folder), *command]


def say(doing: str) -> None:
    """Tell the harness, from a command under a supervisor, what is being done now."""
    lines = doing.replace("\n", f"\n{_MARK}")
    # A line of its own, whatever was printed before.
    print(f"\n{_MARK}{lines}", file=sys.__stdout__, flush=True)


@contextmanager
def failing_told() -> Iterator[None]:
    """In a command under a supervisor: tell the harness, in a sentence, what the command gives up for.

    The log has the traceback as well.
    """
    import psycopg  # the supervisor itself has no use for it

    try:
        yield
    except (BenchError, InputError, OSError, psycopg.Error, subprocess.SubprocessError) as error:
        traceback.print_exc()
        say(f"{FAILED}{told(error).strip()}")
        raise SystemExit(1) from error


def said(line: str) -> str | None:
    """What the line tells; None where it is other output."""
    return line.removeprefix(_MARK).rstrip("\n") if line.startswith(_MARK) else None


def main() -> int:
    """Run the command of sys.argv; return its exit code, 128 + signal if a signal ended it."""
    state, folder, *command = sys.argv[1:]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Only the pipe counts. A handler, unlike SIG_IGN, is not handed on to the command.
        signal.signal(number, lambda *_: None)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        status, harness_gone = _wait(child.pid)
    finally:
        _end_descendants()
        shutil.rmtree(folder, ignore_errors=True)
    if harness_gone:
        shutil.rmtree(state, ignore_errors=True)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _wait(pid: int) -> tuple[int, bool]:
    """The child's wait status, and whether the harness went first; adopted processes are reaped on the way."""
    with selectors.DefaultSelector() as harness:
        harness.register(sys.stdin, selectors.EVENT_READ)
        looks_left = None
        while True:
            while (ended := _reap()) is not None:
                if ended[0] == pid:
                    return ended[1], looks_left is not None
            if looks_left is None:
                if harness.select(_LOOK_EVERY_S) and not os.read(sys.stdin.fileno(), 1):
                    os.kill(pid, signal.SIGINT)
                    looks_left = int(_ORDERLY_STOP_S / _LOOK_EVERY_S)
                    harness.unregister(sys.stdin)
            else:
                harness.select(_LOOK_EVERY_S)
                looks_left -= 1
                if looks_left == 0:
                    os.kill(pid, signal.SIGKILL)


def _reap() -> tuple[int, int] | None:
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, status) if pid else None


def _end_descendants() -> None:
    # Again and again, because a process that is being ended may start another.
    while descendants := psutil.Process().children(recursive=True):
        for process in descendants:
            _send(process, signal.SIGTERM)
        _, stubborn = psutil.wait_procs(descendants, timeout=5)
        for process in stubborn:
            _send(process, signal.SIGKILL)
        psutil.wait_procs(stubborn, timeout=5)


def _send(process: psutil.Process, number: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(number)


if __name__ == "__main__":
    sys.exit(main())
