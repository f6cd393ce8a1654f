"""Every contender, and how bare gets over the faults."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from benchmarks.stacks.registry import contenders
from report.data.read import read_results

from ..benchmarks.conftest import start as start  # noqa: PLC0414 (a fixture is found by its name here)
from ..benchmarks.conftest import temporary as temporary  # noqa: PLC0414

STEPS = 7


def test_every_contender_leaves_the_tables_of_bare(
    start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    """Three days: every step of every day once, and dbt parses its project anew in stock alone."""
    names = [one.name for one in contenders()]
    named = [word for name in names for word in ("--contender", name)]
    out = tmp_path / "out"
    run = start("run", "backfill", *named, "--days", "3", "--rounds", "1", "--warm-ups", "0", "--out", str(out))
    _, told = run.communicate()
    assert run.returncode == 0, told
    timed = read_results(out).measurements
    assert [m.contender for m in timed] == names
    for m in timed:
        assert (m.steps.expected, m.steps.done, m.steps.failed, m.steps.repeated) == (3 * STEPS, 3 * STEPS, 0, 0)
        assert m.parity.identical
    parses = {m.contender: m.dbt_full_parses for m in timed if not m.contender.endswith(":stock")}
    assert parses == dict.fromkeys(parses, 0)


def test_runs_that_are_launched_at_once_wait_for_no_daemon(
    start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    """A backfill of Dagster's waits for its daemon's turn, which is recorded; the tables are the same."""
    out = tmp_path / "out"
    few = ("--days", "2", "--rounds", "1", "--warm-ups", "0")
    run = start("run", "--profile", "pairs", "--contender", "dagster:tuned", *few, "--out", str(out))
    _, told = run.communicate()
    assert run.returncode == 0, told
    found = read_results(out).measurements
    assert all(m.parity.identical for m in found)
    assert {m.case.launched_as: m.clocks.turn_wait_s is not None for m in found} == {None: True, "runs": False}


def test_bare_recovers_from_every_fault_by_beginning_at_the_beginning(
    start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    """It can choose no step, and after most failures its user asks again; its tables are right in the end."""
    out = tmp_path / "out"
    run = start("run", "rerun", "--contender", "bare", "--out", str(out))
    _, told = run.communicate()
    assert run.returncode == 0, told
    found = read_results(out).measurements
    assert all(m.parity.identical for m in found)
    reruns = {m.scenario: m.rerun for m in found if m.rerun}
    assert {name: (one.executed, one.needed, len(one.actions)) for name, one in reruns.items()} == {
        "transient-failure": (10, 7, 2),
        "failed-step": (14, 12, 1),
        "failed-model": (7, 2, 1),
        "failed-test": (7, 4, 1),
        "corrected-day": (7, 7, 1),
        "changed-model": (21, 6, 1),
        "nothing-changed": (21, 0, 1),
        "late-file": (7, 7, 1),
        "asked-twice": (14, 7, 2),
    }
    assert all(
        (one.missing, one.first_repeated, one.first_went_on, one.refused) == (0, 0, [], []) for one in reruns.values()
    )
    assert reruns["failed-step"].first_failed == 1
    assert reruns["failed-test"].tests_left_failed == []
