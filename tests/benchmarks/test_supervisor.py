"""The supervisor leaves no process behind, whoever is killed."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from benchmarks.deployment.supervisor import run_supervised, supervised

# Starts a daemon that leaves its parent, its session and its process group, and ignores requests to end.
DAEMON = """
import os, signal, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        open(sys.argv[1], "w").write(str(os.getpid()))
        time.sleep(600)
    os._exit(0)
os.wait()
"""
STAY = DAEMON + "time.sleep(600)"
HARNESS = """
import subprocess, sys, time
from pathlib import Path
from benchmarks.deployment.supervisor import supervised
command = [sys.executable, "-c", sys.argv[1], sys.argv[2]]
state = Path(sys.argv[3])
subprocess.Popen(supervised(state, state / "own", command), stdin=subprocess.PIPE, start_new_session=True)
time.sleep(600)
"""


def eventually(what: Callable[[], bool]) -> bool:
    """Whether it becomes true; five minutes are far more than it takes."""
    for _ in range(3000):
        if what():
            return True
        time.sleep(0.1)
    return False


def gone(pid: int) -> bool:
    """Whether the process has ended."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The state of a run, with a folder of the command's own."""
    (tmp_path / "state" / "own").mkdir(parents=True)
    return tmp_path / "state"


def test_a_command_that_ends_takes_its_daemons_along(tmp_path: Path, state: Path) -> None:
    """A daemon that has left its family is found and ended, and the exit code is the command's."""
    pid_file = tmp_path / "pid"
    command = [
        sys.executable,
        "-c",
        DAEMON + "import time\nwhile not os.path.exists(sys.argv[1]): time.sleep(0.05)\nsys.exit(3)",
    ]
    supervisor = subprocess.Popen(supervised(state, state / "own", [*command, str(pid_file)]), stdin=subprocess.PIPE)
    assert supervisor.wait() == 3
    assert gone(int(pid_file.read_text()))
    assert state.exists()
    assert not (state / "own").exists()


def test_a_killed_harness_leaves_no_process_and_no_state(tmp_path: Path, state: Path) -> None:
    """kill -9 of the harness ends everything that it had started, and removes what it wrote."""
    pid_file = tmp_path / "pid"
    harness = subprocess.Popen([sys.executable, "-c", HARNESS, STAY, str(pid_file), str(state)])
    assert eventually(lambda: pid_file.exists() and pid_file.read_text() != "")
    family = psutil.Process(harness.pid).children(recursive=True)
    assert len(family) >= 2
    harness.kill()
    harness.wait()
    assert eventually(lambda: gone(int(pid_file.read_text())))
    assert eventually(lambda: all(gone(process.pid) for process in family))
    assert eventually(lambda: not state.exists())


def test_a_killed_command_leaves_no_process(tmp_path: Path, state: Path) -> None:
    """kill -9 of the measuring process ends its daemons, and the supervisor says by which signal it ended."""
    pid_file = tmp_path / "pid"
    supervisor = subprocess.Popen(
        supervised(state, state / "own", [sys.executable, "-c", STAY, str(pid_file)]), stdin=subprocess.PIPE
    )
    assert eventually(lambda: pid_file.exists() and pid_file.read_text() != "")
    daemon = int(pid_file.read_text())
    command = next(child for child in psutil.Process(supervisor.pid).children() if child.pid != daemon)
    command.kill()
    assert supervisor.wait() == 128 + 9
    assert gone(daemon)


def test_what_leads_pytest_does_not_reach_a_measurement(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its user's own options nor a pytest that runs `bench`: pytest-benchmark would time nothing."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "--benchmark-disable")
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    log = tmp_path / "log"
    assert run_supervised(["env"], state / "folder", log, lambda _: None) == 0
    assert "PATH=" in log.read_text()
    assert not [line for line in log.read_text().splitlines() if line.startswith("PYTEST_")]
