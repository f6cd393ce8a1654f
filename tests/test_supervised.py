"""What the tests start ends with them, however they end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from benchmarks.deployment.services import wait_until

PROJECT = Path(__file__).parents[1]

# A daemon that has left its family, and a file among the temporary ones; then it waits, or ends with a code of its own.
COMMAND = """
import os, subprocess, sys, tempfile, time
from pathlib import Path
daemon = subprocess.Popen(["sleep", "600"], start_new_session=True)
made = Path(tempfile.mkdtemp()) / "file"
made.touch()
Path(sys.argv[1]).write_text(f"{daemon.pid} {made}")
if len(sys.argv) > 2:
    sys.exit(int(sys.argv[2]))
time.sleep(600)
"""


def started(told: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """The command, supervised."""
    command = [sys.executable, "-m", "tests.supervised", sys.executable, "-c", COMMAND, str(told), *arguments]
    return subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.DEVNULL)


def nothing_is_left(told: Path) -> bool:
    """Whether the daemon has ended and its file is gone."""
    pid, made = told.read_text().split()
    return not psutil.pid_exists(int(pid)) and not Path(made).exists()


def test_a_command_that_ends_takes_what_it_started_along(tmp_path: Path) -> None:
    """Its exit code is kept."""
    told = tmp_path / "told"
    assert started(told, "3").wait() == 3
    assert nothing_is_left(told)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_interrupted_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    """Not even where whoever would clean up is killed."""
    told = tmp_path / "told"
    process = started(told)
    wait_until(lambda: told.exists() and told.read_text() != "", "the daemon", [])
    os.kill(process.pid, number)
    assert process.wait() == (130 if number != signal.SIGKILL else -signal.SIGKILL)
    wait_until(lambda: nothing_is_left(told), "the daemon's end", [])


def test_groups_that_are_told_to_end_end_what_they_have_started(tmp_path: Path) -> None:
    """Also where they run in a shell's background, in which SIGINT is ignored."""
    (tmp_path / "Makefile").write_text("waits:\n\tsleep 300\n")
    command = ["env", "--ignore-signal=INT", sys.executable, str(Path(__file__).with_name("groups.py")), "waits"]
    groups = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)

    def family() -> dict[str, psutil.Process]:
        return {process.name(): process for process in psutil.Process(groups.pid).children(recursive=True)}

    wait_until(lambda: "sleep" in family(), "what the group starts", [])
    started_by_it = family().values()
    groups.terminate()
    told, _ = groups.communicate()
    assert groups.returncode == 130
    assert "waits" in told
    assert not any(process.is_running() for process in started_by_it)
