"""A run from a landing folder as one is; tests/long has more of it, in hostile surroundings."""

import os
import subprocess
from pathlib import Path

from .conftest import bench
from .hostile import leap_day


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
