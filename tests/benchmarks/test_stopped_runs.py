"""Runs that are stopped, killed, resumed, or started twice."""

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from report.data.read import read_results

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


def test_a_run_that_is_killed_three_times_is_resumed_to_its_end(
    start: Callable[..., "subprocess.Popen[str]"], temporary: Path, tmp_path: Path
) -> None:
    """kill -9 while preparing, measuring and between: what is finished stays to the byte, the rest comes."""
    out = tmp_path / "out"
    ask = ("run", "--contender", "bare", "--days", "1", "--rounds", "3", "--warm-ups", "0", "--out", str(out))
    name = "backfill-1-day-2-at-once-bare-round{}"
    finished: dict[Path, bytes] = {}
    moments = ("bare makes the tables", f"{name.format(1)}: backfill", f"{name.format(2)}: backfill")
    for moment in moments:
        run = start(*(ask if not finished and not out.exists() else ("run", "--resume", str(out))))
        lines_until(run, moment)
        processes = family(run)
        run.kill()
        assert nothing_is_left(processes, temporary)
        assert all(file.read_bytes() == content for file, content in finished.items())
        finished = {file: file.read_bytes() for file in (out / "measurements").glob("*.json")}
    assert [file.stem for file in finished] == [name.format(1)]

    run = start("run", "--resume", str(out))
    _, told = run.communicate()
    assert run.returncode == 0, told
    assert "3 measurements, 1 of them done" in told
    assert all(file.read_bytes() == content for file, content in finished.items())
    assert [m.round for m in read_results(out).measurements] == [1, 2, 3]
    assert nothing_is_left([], temporary)

    again = start("run", "--resume", str(out))
    _, told = again.communicate()
    assert (again.returncode, "3 of them done" in told) == (0, True)


def test_a_run_is_not_resumed_on_another_machine(start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path) -> None:
    """Times of two machines do not compare: it is said, and nothing is measured."""
    out = tmp_path / "out"
    assert (
        start("run", "--contender", "bare", "--days", "1", "--rounds", "1", "--warm-ups", "0", "--out", str(out)).wait()
        == 0
    )
    file = next((out / "measurements").glob("*.json"))
    content = json.loads(file.read_text())
    content["benchmarks"][0]["extra_info"]["machine"]["cpu"] = "another processor"
    file.write_text(json.dumps(content))
    before = file.read_bytes()
    run = start("run", "--resume", str(out))
    _, told = run.communicate()
    assert run.returncode == 1
    assert "another processor" in told
    assert "start a new run" in told
    assert file.read_bytes() == before
