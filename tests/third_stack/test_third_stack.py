"""A third tool beside the two: one wrapper and one stack folder are added to a copy of the project, and no more.

tests/long measures it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.ergonomics.copies import copy_project

OWN = Path(__file__).parent


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


def test_it_is_planned_beside_the_two(project: Path) -> None:
    """A profile measures it where it measures their like, and the list names it."""
    shown = bench(project, "run", "--dry-run").stderr
    assert "bare, airflow:tuned, airflow:no-preload, dagster:tuned, tinyflow:tuned" in shown
    assert "tinyflow:tuned" in bench(project, "list").stdout
    assert "environment of tinyflow" in bench(project, "doctor").stdout


def test_a_fault_that_it_has_no_recovery_from_is_not_measured_with_it(project: Path) -> None:
    """The others are."""
    shown = bench(project, "run", "failed-step", "--dry-run").stderr
    assert "bare, airflow:tuned, dagster:tuned" in shown
    assert "tinyflow" not in shown


@pytest.mark.parametrize(("asked", "named"), [("failed-step", "failed-step"), ("chain", "light-steps, heavy-steps")])
def test_what_it_takes_no_part_in_is_refused_with_who_does(project: Path, asked: str, named: str) -> None:
    """It has no way to recover, and no chain of steps: rather than an empty run, an error."""
    refused = bench(project, "run", asked, "--contender", "tinyflow", "--dry-run")
    said = " ".join(refused.stderr.split())
    assert refused.returncode == 1
    assert f"--contender tinyflow:tuned: takes no part in {named}; take bare, bare:range, airflow:stock" in said
    assert said.count("tinyflow") == 1


def test_nothing_else_was_touched(project: Path) -> None:
    """Every file of the copy that is not in the two folders is as the project has it."""
    own = (project / "tinyflow_jobs", project / "benchmarks" / "stacks" / "tinyflow")
    for path in (project / "benchmarks").rglob("*.py"):
        if not any(path.is_relative_to(folder) for folder in own):
            assert path.read_bytes() == (OWN.parents[1] / path.relative_to(project)).read_bytes()
