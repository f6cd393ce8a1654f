"""Whole runs: the real stacks, started, asked for a backfill, stopped."""

import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from benchmarks.stacks.registry import contenders
from report.data.read import read_results, validate_file
from report.data.summary import summarize

from .conftest import Start, bench, family, lines_until, nothing_is_left

STEPS = 7
# Those of two pairs share an environment: making another one takes as long as measuring in it.
OF_PAIR = {
    "as installed": "airflow:stock",
    "no broker": "airflow:tuned",
    "warm workers": "airflow:celery",
    "dbt in process": "airflow:dbt-task",
    "many days": "dagster:batched",
}
CONTENDERS = ["bare", *OF_PAIR.values(), "dagster:tuned"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Two days of bare and of one contender of each pair: the results, and what was said meanwhile."""
    out = tmp_path_factory.mktemp("whole") / "out"
    named = [word for name in CONTENDERS for word in ("--contender", name)]
    ask = ("run", "backfill", *named, "--days", "2", "--rounds", "1", "--warm-ups", "0")
    done = subprocess.run(bench(*ask, "--out", str(out)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out, done.stdout + done.stderr


def test_each_of_these_pairs_is_measured_here() -> None:
    """By a contender of one tool at least; every pair has contenders of both, and tests/long has all of them."""
    of = {pair: {one.stack for one in contenders() if pair in one.pairs} for one in contenders() for pair in one.pairs}
    assert all(stacks == {"airflow", "dagster"} for stacks in of.values())
    assert OF_PAIR.keys() <= of.keys()
    pairs = {one.name: one.pairs for one in contenders()}
    assert all(pair in pairs[name] for pair, name in OF_PAIR.items())


def test_all_leave_the_same_tables(whole: tuple[Path, str]) -> None:
    """bare, Airflow and Dagster run two real days through their own control planes, in parity, each step once."""
    out, _ = whole
    found = read_results(out).measurements
    assert {m.contender for m in found} == set(CONTENDERS)
    for measurement in found:
        assert measurement.outcome == "completed"
        assert measurement.parity.identical, measurement.parity
        assert measurement.rows.model_dump() == {
            "landed": 144, "validated": 143, "rejected": 1, "station_days": 6, "city_days": 4
        }  # fmt: skip
        steps = measurement.steps
        assert (steps.expected, steps.done, steps.failed, steps.repeated) == (2 * STEPS, 2 * STEPS, 0, 0)
        assert measurement.clocks.data_ready_s is not None
        assert measurement.clocks.control_plane_done_s is not None
        assert 0 < measurement.clocks.data_ready_s < measurement.clocks.control_plane_done_s
        assert measurement.resources.cpu_s > 1
        assert measurement.resources.processes > 1
        assert (measurement.metadata is None) == (measurement.contender == "bare")
        assert measurement.resources.core_pace_s
        # dbt parses its whole project in none but stock.
        assert measurement.dbt_full_parses == 0 or measurement.contender == "airflow:stock"
        # Only a backfill of Dagster's is taken up by a daemon in its turn.
        assert (measurement.clocks.turn_wait_s is None) == (not measurement.contender.startswith("dagster"))
        made = measurement.clocks.runs_made_s
        assert len(made) == {"bare": 0, "dagster:batched": 1}.get(measurement.contender, 2)
        assert made == sorted(made)
        assert all(0 < at < measurement.clocks.control_plane_done_s for at in made)
    tables = out / "tables" / "packaged-2013-02-11-2-days"
    for mart in ("daily_weather_summary", "city_aggregates"):
        expected = (tables / "bare" / f"{mart}.csv").read_bytes()
        assert len(expected.splitlines()) > 1
        for contender in CONTENDERS[1:]:
            assert (tables / contender / f"{mart}.csv").read_bytes() == expected


def test_a_run_leaves_sound_files_and_logs(whole: tuple[Path, str]) -> None:
    """Every file is as the schema says, and every service has a log."""
    out, _ = whole
    for file in [*(out / "measurements").iterdir(), *(out / "step_log").iterdir(), out / "plan.json"]:
        assert validate_file(file) == []
    for service in ("scheduler", "api-server", "dag-processor"):
        assert (out / "logs" / "backfill-2-days-2-at-once-airflow-tuned-round1" / f"{service}.log").stat().st_size
    for service in ("code-server", "daemon", "webserver"):
        assert (out / "logs" / "backfill-2-days-2-at-once-dagster-tuned-round1" / f"{service}.log").stat().st_size
    assert all(record.parity for record in summarize(read_results(out)))


def test_a_run_ends_with_three_figures_and_the_address_of_its_page(whole: tuple[Path, str]) -> None:
    """Of every contender in the main case; the page is there."""
    out, said = whole
    page = out / "index.html"
    assert page.stat().st_size
    assert f"the page: {page.as_uri()}" in said
    table = said[said.index("Wall time") :].splitlines()
    assert all(figure in table[0] for figure in ("Wall time", "CPU time", "Peak memory"))
    lines = {line.partition("  ")[0].strip(): line for line in table[1 : len(CONTENDERS) + 1]}
    assert lines.keys() >= {"bare", "Airflow (tuned)", "Airflow (stock)", "Dagster (tuned)"}
    assert "× Dagster)" in lines["Airflow (tuned)"]


def test_a_contender_that_fails_is_told_with_its_reason(start: Start, tmp_path: Path) -> None:
    """A round that fails is kept as failed, with the stack's own words; the run goes on and ends with exit code 1."""
    landing = tmp_path / "2013-02-11.csv"
    landing.write_text(
        "origin,temp,dewp,humid,wind_dir,wind_speed,wind_gust,precip,pressure,visib,time_hour\n"
        "EWR,39.02,26.06,59.37,270,10.35,NA,0,1012,10,2013-02-11T06:00:00Z\n"
    )
    out = tmp_path / "out"
    arguments = (
        "--contender",
        "bare",
        "--source",
        f"files:{landing}",
        "--days",
        "1",
        "--rounds",
        "2",
        "--warm-ups",
        "0",
    )
    run = start("run", *arguments, "--out", str(out))
    lines_until(run, "✓ backfill-1-day-2-at-once-bare-round1")
    landing.unlink()
    _, told = run.communicate()
    assert run.returncode == 1
    assert "✗ backfill-1-day-2-at-once-bare-round2" in told
    first, second = read_results(out).measurements
    assert (first.outcome, second.outcome) == ("completed", "failed")
    assert "there is no such file or folder" in str(second.reason)
    assert second.clocks.control_plane_done_s is None
    assert "no such file or folder" in (out / "report.md").read_text()


def test_bad_input_is_told_before_anything_is_measured(start: Start, tmp_path: Path) -> None:
    """A file that lacks a column stops the run with the file's name, the line and the column."""
    landing = tmp_path / "2013-02-11.csv"
    landing.write_text("origin,time_hour\nEWR,2013-02-11T06:00:00Z\n")
    run = start(
        "run", "--contender", "bare", "--source", f"files:{landing}", "--days", "1", "--out", str(tmp_path / "o")
    )
    _, told = run.communicate()
    assert run.returncode == 1
    assert "2013-02-11.csv: line 1: the header lacks the column temp" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("stack", ["airflow", "dagster"])
def test_up_serves_the_user_interface_until_ctrl_c(start: Start, temporary: Path, stack: str) -> None:
    """The address that is printed answers, and Ctrl-C leaves nothing running."""
    serving = start("up", stack)
    told = lines_until(serving, "Ctrl-C stops it")
    assert "login" in told
    url = next(word for word in told.split() if word.startswith("http://")).rstrip(";,.")
    assert httpx.get(url, follow_redirects=True).status_code == httpx.codes.OK
    processes = family(serving)
    serving.send_signal(signal.SIGINT)
    assert serving.wait() == 130
    assert nothing_is_left(processes, temporary)
