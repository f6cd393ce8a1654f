"""What the command says: help that teaches, errors that name the option and the remedy."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.cli.app import main
from benchmarks.measuring import folders
from benchmarks.scenarios.registry import families, profiles, scenarios
from benchmarks.stacks.registry import contenders, tools

BENCH = str(Path(sys.executable).with_name("bench"))
COMMANDS = ("run", "list", "ergonomics", "up", "open", "report", "validate", "summary", "compare", "setup", "doctor")
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


def test_the_help_of_run_fits_on_a_screen_and_points_to_the_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At most forty lines of eighty columns, where each option has one."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.argv", ["bench", "run", "--help"])
    with pytest.raises(SystemExit):
        main()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 40
    assert "bench list" in " ".join(lines)


def test_list_shows_all_that_can_be_named(said: Said) -> None:
    """Families, scenarios, contenders and profiles, each with what it is and how long it takes."""
    _, text = said("list", "--format", "json")
    listed = json.loads(text)
    known = {
        "family": [family.name for family in families()],
        "scenario": list(scenarios()),
        "contender": [contender.name for contender in contenders()],
        "profile": list(profiles()),
    }
    assert {kind: [one["name"] for one in listed if one["kind"] == kind] for kind in known} == known
    assert all(one["about"] and one["seconds"] > 0 for one in listed)
    _, shown = said("list")
    assert all(name in shown for names in known.values() for name in names)


@pytest.mark.parametrize("name", [*(family.name for family in families()), *scenarios()])
def test_every_family_and_scenario_can_be_planned_with_every_contender_of_it(said: Said, name: str) -> None:
    """A family is all of its scenarios."""
    for profile in ("quick", "full"):
        code, text = said("run", name, "--profile", profile, "--dry-run")
        assert code == 0, text
    own = next(
        (family.scenarios for family in families() if family.name == name),
        (scenarios()[name],) if name in scenarios() else (),
    )
    assert all(scenario.name in text for scenario in own)
    for contender in contenders():
        code, text = said("run", name, "--contender", contender.name, "--dry-run")
        able = any(scenario.takes_part(contender) for scenario in own)
        assert code == (0 if able else 1), text
        assert contender.name in text


def test_ergonomics_can_be_planned(said: Said) -> None:
    """With the number of intentions, mistakes and changes."""
    code, text = said("ergonomics", "--dry-run", "--rounds", "2", "--undisturbed", "3")
    assert code == 0
    assert all(what in text for what in ("10 test intentions", "2 times", "mistakes", "change requests"))
    assert "no mistake made with each, 3 times" in text
    assert said("ergonomics", "--dry-run", "--undisturbed", "-1")[0] == 2


def test_open_prints_the_address_of_the_newest_page(
    said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And opens it, where there is a browser; without a page it says what writes one."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: bool(opened.append(url)))
    monkeypatch.setattr(folders, "RESULTS", tmp_path)
    code, text = said("open")
    assert (code, "there is no page" in text) == (1, True)
    for age, name in enumerate(("new", "old")):
        page = tmp_path / name / "index.html"
        page.parent.mkdir()
        page.touch()
        os.utime(page, (1000 - age, 1000 - age))
    code, text = said("open")
    assert code == 0
    assert opened == [(tmp_path / "new" / "index.html").as_uri()]
    assert opened[0] in text
    assert "no browser was found" in text
    code, text = said("open", str(tmp_path / "none"))
    assert (code, "bench report" in text) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["run", "--contender", "prefect"], ["--contender prefect", "airflow:tuned", "dagster:tuned"]),
        (["run", "--profile", "huge"], ["--profile huge", "quick, standard, pairs, tuned, warm, "]),
        (["run", "backfil"], ["backfil: no scenario and no family", "backfills, profiled, rerun, idle"]),
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
        (["run", "--airflow-url", "http://here"], ["--airflow-url: is now --url airflow=ADDRESS"]),
        (["run", "--dagster-url=http://here"], ["--dagster-url: is now --url dagster=ADDRESS"]),
        (["list", "--format", "xml"], ["--format xml", "table, json"]),
        (["run", "--target", "attached", "--url", "http://me:secret@here"], ["--url: takes TOOL=ADDRESS"]),
        (["run", "--target", "attached", "--url", "prefect=http://here"], ["--url prefect", "airflow, dagster"]),
        (["run", "growing", "--days", "7"], ["--days 7", "about one day"]),
        (["run", "--steps", "5"], ["--steps", "goes with chain"]),
        (["run", "chain", "--steps", "1"], ["--steps", "greater than or equal to 2"]),
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


def test_results_are_never_overwritten(said: Said, tmp_path: Path) -> None:
    """A folder that holds anything is refused, and what it holds is untouched."""
    (tmp_path / "precious").write_text("as it was")
    code, text = said("run", "--out", str(tmp_path))
    assert (code, "never overwritten" in text) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["precious"]


def test_a_dry_run_shows_the_plan_and_its_estimate_and_measures_nothing(said: Said, tmp_path: Path) -> None:
    """The plan is known before an hour is spent."""
    code, text = said("run", "--profile", "standard", "--dry-run", "--out", str(tmp_path / "out"))
    assert code == 0
    for what in ("backfill", "aa", "growing", "dagster:stock", "measurements, about", "min on two cores"):
        assert what in text
    assert not (tmp_path / "out").exists()


def test_validate_tells_a_broken_file_from_a_sound_one(said: Said, tmp_path: Path) -> None:
    """The exit code serves scripts, the text serves people."""
    file = tmp_path / "measurement.json"
    file.write_text("{}")
    code, text = said("validate", str(file))
    assert (code, "measurement.json" in text) == (1, True)


def test_the_doctor_looks_at_everything_a_run_needs(said: Said) -> None:
    """Python, uv, environments, ports, disk and memory are reported."""
    _, text = said("doctor")
    for what in ("Python", "uv", "environment of airflow", "free loopback port", "free disk", "available memory"):
        assert what in text


def test_summary_as_json_is_one_list_of_records() -> None:
    """Standard output is JSON alone, with the documented keys, so that it pipes."""
    reference = sorted((Path(__file__).parents[2] / "results" / "reference").iterdir())[-1]
    records = json.loads(bench("summary", str(reference), "--format", "json").stdout)
    keys = ["scenario", "case", "contender", "metric", "unit", "median", "low", "high", "n", "ratio_to_bare", "parity"]
    assert records
    assert all(list(record) == keys for record in records)
