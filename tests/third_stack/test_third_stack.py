"""A third tool beside the two: one wrapper and one stack folder are added to a copy of the project, and no more."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.ergonomics.copies import copy_project
from report.data.read import read_results

OWN = Path(__file__).parent
THREE = ["airflow:tuned", "dagster:tuned", "tinyflow:tuned"]


def bench(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the copy's `bench` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.cli", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the two folders."""
    copy = copy_project(tmp_path_factory.mktemp("third") / "project")
    shutil.copytree(OWN / "tinyflow_jobs", copy / "tinyflow_jobs")
    shutil.copytree(OWN / "tinyflow", copy / "benchmarks" / "stacks" / "tinyflow")
    return copy


@pytest.fixture(scope="module")
def out(project: Path) -> Path:
    """One real day of all three and bare, once each."""
    folder = project / "results" / "three"
    named = [word for name in ("bare", *THREE) for word in ("--contender", name)]
    done = bench(project, "run", *named, "--days", "1", "--rounds", "1", "--warm-ups", "0", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_it_is_planned_beside_the_two(project: Path) -> None:
    """A profile measures it where it measures their like, and help names it."""
    shown = bench(project, "run", "--dry-run").stderr
    assert "bare, airflow:tuned, dagster:tuned, tinyflow:tuned" in shown
    assert "tinyflow:tuned" in bench(project, "run", "--help").stdout
    assert "environment of tinyflow" in bench(project, "doctor").stdout


def test_a_fault_that_it_has_no_recovery_from_is_not_measured_with_it(project: Path) -> None:
    """The others are."""
    shown = bench(project, "run", "failed-step", "--dry-run").stderr
    assert "bare, airflow:tuned, dagster:tuned" in shown
    assert "tinyflow" not in shown


def test_it_is_measured_and_leaves_the_same_tables(out: Path) -> None:
    """Each in parity, each step once."""
    found = read_results(out).measurements
    assert [m.contender for m in found] == ["bare", *THREE]
    assert all(m.outcome == "completed" and m.parity.identical for m in found)
    assert all((m.steps.done, m.steps.repeated) == (7, 0) for m in found)


def test_it_is_compared_with_the_reference_as_the_others_are(project: Path, out: Path) -> None:
    """One row per question, one column per tool; ratios of two tools are to the third."""
    page = (out / "report.md").read_text()
    row = next(line for line in page.splitlines() if line.startswith("| How long is a backfill?"))
    heading = next(line for line in page.splitlines() if line.startswith("| Question |"))
    tools = [cell.strip() for cell in heading.strip("|").split("|")][2:5]
    assert tools[0] == "Airflow"
    assert "reference" in tools[1]
    assert tools[2] == "Tinyflow"
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert "×" in cells[2]
    assert "×" not in cells[3]
    assert "×" in cells[4]
    both = bench(project, "compare", str(out), str(out), "--format", "json")
    compared = json.loads(both.stdout)["records"]
    assert {r["contender"] for r in compared if r["metric"] == "wall_time"} == {"bare", *THREE}


def test_it_is_drawn_beside_the_others(out: Path) -> None:
    """In the bars and timelines with all, in the verdict's picture with the other that has a ratio."""
    for name in ("backfill-time", "backfill-timeline", "verdict"):
        assert "Tinyflow" in (out / f"{name}.svg").read_text(), name


def test_it_is_ranked_beside_the_others(out: Path) -> None:
    """With a place for each."""
    page = (out / "report.md").read_text()
    table = page[page.index("| Place |") :].splitlines()[2:5]
    places = {line.split("|")[2].strip(): line.split("|")[1].strip() for line in table}
    assert places.keys() == {"Airflow (tuned)", "Dagster (tuned)", "Tinyflow (tuned)"}
    assert places["Tinyflow (tuned)"] == "1"  # it has no control plane to speak of


def test_its_code_is_side_by_side_with_theirs(out: Path) -> None:
    """Where it has some for a concept."""
    page = (out / "report.md").read_text()
    assert "`tinyflow_jobs/__main__.py:" in page


def test_nothing_else_was_touched(project: Path) -> None:
    """Every file of the copy that is not in the two folders is as the project has it."""
    own = (project / "tinyflow_jobs", project / "benchmarks" / "stacks" / "tinyflow")
    for path in (project / "benchmarks").rglob("*.py"):
        if not any(path.is_relative_to(folder) for folder in own):
            assert path.read_bytes() == (OWN.parents[1] / path.relative_to(project)).read_bytes()
