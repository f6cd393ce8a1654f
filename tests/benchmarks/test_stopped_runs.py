"""Runs that are stopped, killed, resumed, or started twice."""

import json
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from report.data.read import read_results
from report.data.summary import summarize

from .conftest import Start, family, lines_until, nothing_is_left, short_folder, starting

ROUND_1 = "backfill-1-day-2-at-once-bare-round1.json"


@dataclass(frozen=True)
class Stopped:
    """A run of bare, a warm-up and two rounds, that Ctrl-C met in the second; a second run was started meanwhile."""

    out: Path
    second: tuple[int, str]
    """Its exit code, and what it said."""
    before: bytes
    """The first round's file before Ctrl-C."""
    code: int
    processes: int
    """How many there were at Ctrl-C."""
    left_nothing: bool


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stopped]:
    """One run for all that is asked of one."""
    out = tmp_path_factory.mktemp("stopped") / "out"
    asked = ("--contender", "bare", "--days", "1", "--rounds", "2", "--warm-ups", "1", "--out", str(out))
    with short_folder() as temporary, starting(temporary) as start:
        run = start("run", *asked)
        lines_until(run, "bare makes the tables")
        second = start("run", "--resume", str(out))
        _, told = second.communicate()
        lines_until(run, f"✓ {ROUND_1.removesuffix('.json')}")
        before = (out / "measurements" / ROUND_1).read_bytes()
        lines_until(run, "backfill of 1 day")
        processes = family(run)
        run.send_signal(signal.SIGINT)
        code = run.wait()
        yield Stopped(
            out, (second.returncode, told), before, code, len(processes), nothing_is_left(processes, temporary)
        )


def test_two_runs_do_not_measure_into_one_folder(stopped: Stopped) -> None:
    """The second is told so and ends; the first goes on."""
    code, told = stopped.second
    assert (code, "another run is measuring into it" in told) == (1, True)
    assert stopped.before


def test_ctrl_c_keeps_what_was_measured_and_leaves_no_process(stopped: Stopped) -> None:
    """Ctrl-C in the middle of a measurement ends everything; the finished ones stay as they were."""
    assert stopped.processes > 2
    assert stopped.code == 130
    assert stopped.left_nothing
    names = {path.name for path in (stopped.out / "measurements").glob("*.json")}
    assert names == {ROUND_1, ROUND_1.replace("round1", "warm-up1")}
    assert (stopped.out / "measurements" / ROUND_1).read_bytes() == stopped.before


def test_a_warm_up_measures_memory_and_nothing_else_counts(stopped: Stopped) -> None:
    """It comes first, has a file of its own, and is the only one with a peak of memory."""
    results = read_results(stopped.out)
    assert [m.round for m in results.measurements] == [1]
    assert results.measurements[0].resources.peak_pss_bytes is None
    (warm_up,) = (run.measurement for run in results.warm_ups)
    assert warm_up.resources.peak_pss_bytes is not None
    assert warm_up.resources.peak_pss_bytes > 100_000_000
    assert warm_up.started_at < results.measurements[0].started_at


def test_a_contender_with_other_tables_gets_no_number(stopped: Stopped, tmp_path: Path) -> None:
    """A measurement whose tables differ is kept with its differences, and its figures are withheld."""
    out = tmp_path / "out"
    shutil.copytree(stopped.out, out)
    file = out / "measurements" / ROUND_1
    content = json.loads(file.read_text())
    content["benchmarks"][0]["extra_info"]["parity"] = {
        "identical": False,
        "differences": [
            {"table": "marts.city_aggregates", "key": "Newark", "column": "*", "bare": "present", "contender": "absent"}
        ],
        "difference_count": 1,
    }  # fmt: skip
    file.write_text(json.dumps(content))
    for record in summarize(read_results(out)):
        assert (record.parity, record.median, record.ratio_to_bare) == (False, None, None)


def test_a_run_is_not_resumed_on_another_machine(start: Start, stopped: Stopped, tmp_path: Path) -> None:
    """Times of two machines do not compare: it is said, and nothing is measured."""
    out = tmp_path / "out"
    shutil.copytree(stopped.out, out)
    file = out / "measurements" / ROUND_1
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


def test_a_killed_run_keeps_what_was_measured_and_leaves_no_process(
    start: Start, temporary: Path, tmp_path: Path
) -> None:
    """kill -9 of the harness in the middle of a Dagster backfill leaves no service and no state behind."""
    out = tmp_path / "out"
    run = start("run", "--contender", "dagster", "--days", "2", "--rounds", "1", "--warm-ups", "0", "--out", str(out))
    lines_until(run, "backfill of 2 days")
    processes = family(run)
    assert len(processes) > len(("bench", "supervisor", "pytest", "code server", "webserver", "daemon"))
    run.kill()
    assert nothing_is_left(processes, temporary)
