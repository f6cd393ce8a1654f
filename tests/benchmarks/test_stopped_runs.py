"""Runs that are stopped, killed, resumed, or started twice."""

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from .conftest import family, lines_until, nothing_is_left


def test_two_runs_do_not_measure_into_one_folder(start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path) -> None:
    """The second is told so and ends; the first goes on."""
    out = tmp_path / "out"
    first = start("run", "--contender", "bare", "--days", "1", "--rounds", "1", "--warm-ups", "0", "--out", str(out))
    lines_until(first, "bare makes the tables")
    second = start("run", "--resume", str(out))
    _, told = second.communicate()
    assert (second.returncode, "another run is measuring into it" in told) == (1, True)
    assert first.wait() == 0


def test_ctrl_c_keeps_what_was_measured_and_leaves_no_process(
    start: Callable[..., "subprocess.Popen[str]"], temporary: Path, tmp_path: Path
) -> None:
    """Ctrl-C in the middle of a measurement ends everything; the finished one stays as it was."""
    out = tmp_path / "out"
    run = start("run", "--contender", "bare", "--days", "2", "--rounds", "2", "--warm-ups", "0", "--out", str(out))
    lines_until(run, "✓ backfill-2-days-2-at-once-bare-round1")
    first = out / "measurements" / "backfill-2-days-2-at-once-bare-round1.json"
    before = first.read_bytes()
    lines_until(run, "backfill of 2 days")
    processes = family(run)
    assert len(processes) > 2
    run.send_signal(signal.SIGINT)
    assert run.wait() == 130
    assert nothing_is_left(processes, temporary)
    assert [path.name for path in (out / "measurements").glob("*.json")] == [first.name]
    assert first.read_bytes() == before


def test_a_killed_run_keeps_what_was_measured_and_leaves_no_process(
    start: Callable[..., "subprocess.Popen[str]"], temporary: Path, tmp_path: Path
) -> None:
    """kill -9 of the harness in the middle of a Dagster backfill leaves no service and no state behind."""
    out = tmp_path / "out"
    run = start("run", "--contender", "dagster", "--days", "2", "--rounds", "1", "--warm-ups", "0", "--out", str(out))
    lines_until(run, "backfill of 2 days")
    processes = family(run)
    assert len(processes) > len(("bench", "supervisor", "pytest", "code server", "webserver", "daemon"))
    run.kill()
    assert nothing_is_left(processes, temporary)
