"""Run a command and leave no process behind: ``python -m benchmarks.deployment.supervisor STATE FOLDER COMMAND…``

The keeper stands between the harness and all that the harness starts. It adopts every descendant, daemons included,
and ends them all when the command ends, or when its own standard input closes: the pipe from the harness closes even
when the harness is killed. It removes the command's folder, and the whole run's state where the harness is gone.
"""

import ctypes
import os
import selectors
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

_PR_SET_CHILD_SUBREAPER = 36
_ORDERLY_STOP_S = 40
_LOOK_EVERY_S = 0.1


def keeping(state: Path, folder: Path, command: list[str]) -> list[str]:
    """The command line that runs a command under a keeper; its standard input has to be a pipe, its session its own."""
    return [sys.executable, "-m", "benchmarks.deployment.supervisor", str(state), str(folder), *command]


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
