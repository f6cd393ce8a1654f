"""A whole run in a hostile environment, from a landing folder as one is: parity, and an account of what was read."""

import os
import subprocess
from pathlib import Path

from report.data.read import read_results

from .conftest import bench, nothing_is_left
from .hostile import DAYS, ROWS, leap_day, run


def test_a_hostile_environment_changes_nothing(tmp_path: Path, temporary: Path) -> None:
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


def test_a_case_of_which_no_row_is_there_is_refused(tmp_path: Path, temporary: Path) -> None:
    """Before anything is measured, with the source, the days that it holds, and what was passed over."""
    out = tmp_path / "out"
    source = leap_day(tmp_path)
    asked = ("--contender", "bare", "--start", "2024-04-01", "--days", "1", "--rounds", "1", "--warm-ups", "0")
    done = subprocess.run(
        [*bench("run", *asked), "--source", f"files:{source}", "--out", str(out)],
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"source files:{source}: has no row of 2024-04-01; it holds 2024-01-05 to 2024-02-29" in done.stderr
    assert "1 file named for other days" in done.stderr or "2 files named for other days" in done.stderr
    assert "tables as bare's" not in done.stderr
    assert not list((out / "measurements").glob("*.json"))
