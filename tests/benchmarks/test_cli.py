"""What the command says: help that teaches, errors that name the option and the remedy."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.cli.app import main
from benchmarks.stacks.registry import tools

BENCH = str(Path(sys.executable).with_name("bench"))
COMMANDS = ("run", "up", "report", "ergonomics", "validate", "summary", "compare", "doctor", "setup")
Said = Callable[..., tuple[int, str]]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run([BENCH, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """What the command says, run in this process: its exit code and its words."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["bench", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), " ".join((out + err).replace("│", " ").split())

    return run


def test_help_lists_every_command() -> None:
    """A newcomer finds the commands by asking."""
    shown = bench("--help").stdout
    assert all(f" {command} " in shown for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_by_example(said: Said, command: str) -> None:
    """Each command's help ends with a line to copy."""
    code, text = said(command, "--help")
    assert code == 0
    assert re.search(rf"Examples?: bench {command}", text)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["run", "--contender", "prefect"], ["--contender prefect", "airflow:tuned", "dagster:tuned"]),
        (["run", "--profile", "huge"], ["--profile huge", "quick, standard, full, rerun"]),
        (["run", "backfil"], ["backfil: no scenario and no family", "backfills, rerun"]),
        (["run", "--source", "generated:many"], ["generated:many", "a whole number"]),
        (["run", "--source", "files:/no/such/folder"], ["files:/no/such/folder", "no such file"]),
        (["run", "--start", "2014-01-01"], ["--start 2014-01-01", "2013-01-01 to 2013-12-30"]),
        (["run", "--start", "2013-12-29", "--days", "3"], ["3 days", "2013-12-30"]),
        (["run", "--source", "generated:5", "--start", "2012-12-31"], ["--start 2012-12-31", "begin on 2013-01-01"]),
        (["run", "--source", "generated:5", "--start", "2099-01-01"], ["--start 2099-01-01", "has to be over"]),
        (["run", "--days", "9999999"], ["--days", "10000"]),
        (["run", "--start", "soon"], ["--start", "soon"]),
        (["run", "--warm-ups", "-1"], ["--warm-ups", "greater than or equal to 0"]),
        (["run", "growing", "--source", "open-meteo"], ["--source open-meteo", "makes up its readings"]),
        (["run", "--airflow-url", "http://here"], ["--url airflow=ADDRESS"]),
        (["run", "--target", "attached", "--url", "http://me:secret@here"], ["--url: takes TOOL=ADDRESS"]),
        (["run", "--target", "attached", "--url", "prefect=http://here"], ["--url prefect", "airflow, dagster"]),
        (["run", "growing", "--days", "7"], ["--days 7", "about one day"]),
        (["run", "no-op", "--contender", "bare:range"], ["--contender bare:range", "takes no part in no-op"]),
        (["run", "--concurrency", "0"], ["--concurrency", "greater than or equal to 1"]),
        (["run", "--resume", "/no/such/folder"], ["/no/such/folder", "not a results folder"]),
        (["run", "--resume", "results", "--days", "3"], ["--resume", "no other option"]),
        (["run", "--days", "0"], ["--days", "greater than or equal to 1"]),
        (["run", "--rounds", "none"], ["--rounds", "valid integer"]),
        (["ergonomics", "--resume", "results"], ["--resume", "ergonomics.json"]),
        (["ergonomics", "--resume", "results", "--rounds", "2"], ["--resume", "no other option"]),
        (["ergonomics", "--out", "results"], ["--out", "never overwritten"]),
        (["up", "bare"], ["bare", " or ".join(one.name for one in tools())]),
        (["up", "prefect"], ["prefect", "airflow:tuned"]),
        (["summary", "--format", "xml", "."], ["--format xml", "table, json"]),
        (["report", "/no/such/folder"], ["plan.json"]),
        (["summary", "/no/such/folder"], ["plan.json"]),
        (["validate", "/no/such/file.json"], ["file.json"]),
    ],
)
def test_a_bad_value_is_named_with_its_remedy(said: Said, arguments: list[str], named: list[str]) -> None:
    """The error says which option and value, and what would do; nothing is started."""
    code, text = said(*arguments)
    assert code in (1, 2)
    assert all(word in text for word in named), text
    assert "Traceback" not in text


def test_results_are_never_overwritten(tmp_path: Path) -> None:
    """A folder that holds anything is refused, and what it holds is untouched."""
    (tmp_path / "precious").write_text("as it was")
    done = bench("run", "--out", str(tmp_path))
    assert done.returncode == 1
    assert "never overwritten" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["precious"]


def test_a_dry_run_shows_the_plan_and_its_estimate_and_measures_nothing(tmp_path: Path) -> None:
    """The plan is known before an hour is spent."""
    done = bench("run", "--profile", "standard", "--dry-run", "--out", str(tmp_path / "out"))
    assert done.returncode == 0
    for what in ("backfill", "aa", "no-op", "growing", "dagster:stock", "measurements, about", "min on two cores"):
        assert what in done.stderr
    assert not (tmp_path / "out").exists()


def test_validate_tells_a_broken_file_from_a_sound_one(tmp_path: Path) -> None:
    """The exit code serves scripts, the text serves people."""
    file = tmp_path / "measurement.json"
    file.write_text("{}")
    broken = bench("validate", str(file))
    assert (broken.returncode, "measurement.json" in broken.stdout) == (1, True)


def test_the_doctor_looks_at_everything_a_run_needs() -> None:
    """Python, uv, environments, ports, disk and memory are reported."""
    done = bench("doctor")
    for what in ("Python", "uv", "environment of airflow", "free loopback port", "free disk", "available memory"):
        assert what in done.stdout


def test_summary_as_json_is_one_list_of_records() -> None:
    """Standard output is JSON alone, with the documented keys, so that it pipes."""
    reference = sorted((Path(__file__).parents[2] / "results" / "reference").iterdir())[-1]
    records = json.loads(bench("summary", str(reference), "--format", "json").stdout)
    keys = ["scenario", "case", "contender", "metric", "unit", "median", "low", "high", "n", "ratio_to_bare", "parity"]
    assert records
    assert all(list(record) == keys for record in records)
