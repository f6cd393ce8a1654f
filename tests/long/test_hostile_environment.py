"""Hostile surroundings as a whole: every stack, another user, Ctrl-C in each phase."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.deployment import environments
from benchmarks.ergonomics.copies import copy_project
from report.data.read import read_results

from ..benchmarks.conftest import lines_until, nothing_is_left, start, temporary
from ..benchmarks.hostile import DAYS, HOSTILE, ROWS, leap_day, run

__all__ = ["start", "temporary"]

ONCE = ("--days", "2", "--rounds", "1", "--warm-ups", "0")
NOBODY = 65534
CONTENDERS = ["bare", "airflow:tuned", "airflow:no-preload", "dagster:tuned"]


def test_every_stack_ends_in_parity(tmp_path: Path, temporary: Path) -> None:
    """bare, Airflow and Dagster land the same 146 rows, 144 of them validated, and tell alike what they read."""
    out = tmp_path / "out"
    source = leap_day(tmp_path)
    done = run(temporary, out, *ONCE, "--start", DAYS[0], "--source", f"files:{source}")
    assert done.returncode == 0, done.stderr
    assert nothing_is_left([], temporary)
    results = read_results(out)
    assert [m.contender for m in results.measurements] == CONTENDERS
    for measurement in results.measurements:
        assert measurement.parity.identical, measurement.parity
        assert ROWS.items() <= measurement.rows.model_dump().items()
        assert [sum(day.rows.values()) for day in measurement.source_files or ()] == [73, 73]
        assert not measurement.empty_days
    assert results.measurements[1].source_files == results.measurements[0].source_files
    assert results.measurements[2].source_files == results.measurements[0].source_files


def test_what_was_read_and_what_was_not_is_named(tmp_path: Path, temporary: Path) -> None:
    """bare leaves its tables, each row of the days landed and validated or rejected; what was passed over is named."""
    out = tmp_path / "out"
    source = leap_day(tmp_path)
    asked = ("--contender", "bare", "--start", DAYS[0], "--days", "3", "--rounds", "1", "--warm-ups", "0")
    done = run(temporary, out, *asked, "--source", f"files:{source}")
    assert done.returncode == 0, done.stderr
    assert nothing_is_left([], temporary)
    assert "Warning" not in done.stderr

    [measurement] = read_results(out).measurements
    assert measurement.parity.identical
    assert ROWS.items() <= measurement.rows.model_dump().items()
    assert [str(day) for day in measurement.empty_days] == ["2024-03-01"]
    assert measurement.source_files is not None
    assert [sum(day.rows.values()) for day in measurement.source_files] == [73, 73, 0]
    for said in (
        "2024-02-28 to 2024-02-29: 0 rows of 2024-01.csv, 73 rows of weather_2024-02-01_2024-02-29.CSV.GZ; passed",
        "._2024-02-28.csv (hidden, or a lock)",
        "archive.csv (a folder, which is not looked into)",
        "2024-03-09.csv (its name says 2024-03-09)",
        "has no row of 1 of 3 days (2024-03-01)",
    ):
        assert said in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run as another user")
def test_another_user_than_root_ends_in_parity() -> None:
    """With a checkout, a home and environments of its own; a TMPDIR with a blank, which no socket has, is refused."""
    with TemporaryDirectory(prefix="nobody-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        project = copy_project(home / "project")
        tmp, blank = home / "tmp", home / "t m p"
        tmp.mkdir()
        blank.mkdir()
        for path in (home, *home.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        own = {"HOME": str(home), "UV_CACHE_DIR": str(home / "uv"), "UV_PYTHON_DOWNLOADS": "never"}

        def as_nobody(*command: str | Path, **more: str) -> "subprocess.CompletedProcess[str]":
            return subprocess.run(
                command, cwd=project, env={**os.environ, **own, **more}, user=NOBODY, group=NOBODY, extra_groups=[],
                umask=0o077, capture_output=True, text=True, check=False,
            )  # fmt: skip

        python = next((one for one in _interpreters() if _runs(as_nobody, one)), None)
        if python is None:
            pytest.skip("no Python that this project runs on can be reached by another user")
        bench = project / ".venv" / "bin" / "bench"
        for command in ([environments.uv(), "sync", "--frozen", "--no-progress", "--python", python], [bench, "setup"]):
            made = as_nobody(*command)
            assert made.returncode == 0, made.stderr
        refused = as_nobody(bench, "run", *ONCE, "--out", home / "no", **HOSTILE, TMPDIR=str(blank))
        assert refused.returncode == 1
        assert f"TMPDIR={blank}: holds ' '" in refused.stderr
        assert "name another folder" in refused.stderr
        done = as_nobody(bench, "run", *ONCE, "--out", home / "out", **HOSTILE, TMPDIR=str(tmp))
        assert done.returncode == 0, done.stderr
        measurements = read_results(home / "out").measurements
        assert [m.contender for m in measurements] == CONTENDERS
        assert all(m.parity.identical for m in measurements)


def _interpreters() -> list[str]:
    others = (shutil.which(f"python3.{minor}", path="/usr/bin:/usr/local/bin") for minor in (11, 12, 13))
    return [one for one in (os.path.realpath(sys.executable), *others) if one]


def _runs(as_nobody: "Callable[[str, str, str], subprocess.CompletedProcess[str]]", python: str) -> bool:
    try:
        return as_nobody(python, "-c", "import ssl").returncode == 0
    except PermissionError:
        return False


def test_a_run_that_is_stopped_in_each_phase_is_resumed_to_its_end(
    start: Callable[..., "subprocess.Popen[str]"], temporary: Path, tmp_path: Path
) -> None:
    """Ctrl-C while the baseline is made, tables are made, measured, compared; --resume then measures the rest."""
    out = tmp_path / "out"
    arguments = ["run", "--contender", "bare", *ONCE, "--out", str(out)]
    for phase in ("deploying the warehouse", "bare makes the tables", "backfill of 2 days", "comparing its tables"):
        run = start(*arguments)
        lines_until(run, phase)
        run.send_signal(signal.SIGINT)
        assert run.wait() == 130
        assert nothing_is_left([], temporary)
        arguments = ["run", "--resume", str(out)]
    run = start(*arguments)
    _, told = run.communicate()
    assert run.returncode == 0, told
    [measurement] = read_results(out).measurements
    assert measurement.parity.identical
    shutil.rmtree(out)
