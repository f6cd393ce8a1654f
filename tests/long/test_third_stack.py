"""A third tool measured with the two: compared, drawn, ranked and shown beside them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from report.data.read import read_results

from ..third_stack.test_third_stack import bench
from ..third_stack.test_third_stack import project as project  # noqa: PLC0414 (a fixture is found by its name here)

THREE = ["airflow:tuned", "dagster:tuned", "tinyflow:tuned"]


@pytest.fixture(scope="module")
def out(project: Path) -> Path:
    """One real day of all three and bare, in the five rounds that a verdict takes."""
    folder = project / "results" / "three"
    named = [word for name in ("bare", *THREE) for word in ("--contender", name)]
    done = bench(project, "run", *named, "--days", "1", "--rounds", "5", "--warm-ups", "0", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_it_is_measured_and_leaves_the_same_tables(out: Path) -> None:
    """Each in parity, each step once, in every round."""
    found = read_results(out).measurements
    assert Counter(m.contender for m in found) == Counter(["bare", *THREE] * 5)
    assert all(m.outcome == "completed" and m.parity.identical for m in found)
    assert all((m.steps.done, m.steps.repeated) == (7, 0) for m in found)


def test_it_is_compared_with_the_reference_as_the_others_are(project: Path, out: Path) -> None:
    """In the row of the kind that it has, as it is in no pair; ratios of two tools are to the third."""
    page = (out / "report.md").read_text()
    (row,) = [line for line in page.splitlines() if "| How long is a backfill? Wall time | tuned |" in line]
    heading = next(line for line in page.splitlines() if line.startswith("| Kind of work | Question |"))
    tools = [cell.strip() for cell in heading.strip("|").split("|")][3:6]
    assert tools[0] == "Airflow"
    assert "reference" in tools[1]
    assert tools[2] == "Tinyflow"
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert "×" in cells[3]
    assert "×" not in cells[4]
    assert "×" in cells[5]
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
    page = (out / "evidence" / "side-by-side.md").read_text()
    assert "`tinyflow_jobs/__main__.py:" in page
