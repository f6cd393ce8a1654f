"""Every contender that no other test runs; it takes about ten minutes, and `make test-contenders` alone runs it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from benchmarks.contenders import CONTENDERS
from report.read import read_results

STEPS = 7


def test_every_other_way_to_run_leaves_the_same_tables(
    start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    """Stock, watcher, range, single-run and the rest: two days in parity with bare, every step of every day once."""
    others = [one.name for one in CONTENDERS if one.name not in ("bare", "airflow:tuned", "dagster:tuned")]
    named = [word for name in others for word in ("--contender", name)]
    out = tmp_path / "out"
    run = start("run", "backfill", *named, "--days", "2", "--rounds", "1", "--warm-ups", "0", "--out", str(out))
    _, told = run.communicate()
    assert run.returncode == 0, told
    timed = read_results(out).measurements
    assert [m.contender for m in timed] == others
    for m in timed:
        assert (m.steps.expected, m.steps.done, m.steps.failed, m.steps.repeated) == (2 * STEPS, 2 * STEPS, 0, 0)
