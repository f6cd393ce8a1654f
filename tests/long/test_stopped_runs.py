"""A run that is killed again and again."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from report.data.read import read_results

from ..benchmarks.conftest import family, lines_until, nothing_is_left
from ..benchmarks.conftest import start as start  # noqa: PLC0414 (a fixture is found by its name here)
from ..benchmarks.conftest import temporary as temporary  # noqa: PLC0414


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
