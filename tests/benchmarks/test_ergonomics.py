"""What is measured of an intention's tests, on the quickest of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.ergonomics.detection import side_by_side, undisturbed
from benchmarks.ergonomics.facts import facts
from benchmarks.ergonomics.intentions import INTENTIONS
from benchmarks.ergonomics.measure import resume, time_tests, turns
from benchmarks.ergonomics.stages import Outcome
from benchmarks.ergonomics.tools import suites
from benchmarks.errors import BenchError
from benchmarks.metering.machine import machine
from benchmarks.stacks import registry
from records.ergonomics import ABOUT, About
from records.strict import SCHEMA_VERSION


@pytest.mark.parametrize("tool", suites())
def test_an_intention_is_timed_cold_and_then_warm(tool: str, tmp_path: Path) -> None:
    """By pytest-benchmark, one value each; nothing is left of the process's home."""
    time_tests(tmp_path, "transformation", "transformation", tool, tmp_path / "state")
    told = json.loads((tmp_path / "transformation.json").read_text())["benchmarks"]
    assert [(one["name"], len(one["stats"]["data"])) for one in told] == [("test_cold", 1), ("test_warm", 1)]
    assert not list((tmp_path / "state").glob("*"))


@pytest.mark.parametrize("tool", suites())
def test_a_pure_transformation_disturbs_nobody(tool: str) -> None:
    """It needs nothing of the pipeline's, and leaves nothing behind."""
    with TemporaryDirectory() as state:
        found = facts(tool, "transformation", Path(state))
    assert (found.test_count, found.together, found.written_outside) == (1, True, [])
    assert found.import_s > 0
    assert found.peak_pss_bytes > 0
    assert found.sizes.tests.lines > found.sizes.tests.statements > 0


@pytest.fixture
def about() -> About:
    """Of a folder that was begun here and now."""
    tools = [registry.spec(tool).recorded() for tool in suites()]
    return About(
        schema_version=SCHEMA_VERSION,
        created_at=datetime.now(UTC),
        command="bench ergonomics",
        commit=None,
        seed=1,
        rounds=2,
        tools=tools,
        reference=tools[-1].name,
        machine=machine(),
        versions={},
    )


def test_a_folder_that_was_begun_is_gone_on_with(about: About, tmp_path: Path) -> None:
    """By its own seed: every intention with every tool, once a round."""
    (tmp_path / ABOUT).write_text(about.model_dump_json())
    due = turns(resume(tmp_path))
    assert due == turns(about)
    assert len(due) == len(set(due)) == about.rounds * len(INTENTIONS) * len(suites())


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"schema_version": 1}, "another version"), ({"tools": []}, "start anew"), (None, "not a folder of ergonomics")],
)
def test_an_older_folder_and_one_of_other_tools_are_refused(
    about: About, tmp_path: Path, changed: dict[str, object] | None, said: str
) -> None:
    """With what is to be done."""
    if changed is not None:
        (tmp_path / ABOUT).write_text(json.dumps(about.model_dump(mode="json") | changed))
    with pytest.raises(BenchError, match=said):
        resume(tmp_path)


def test_with_no_mistake_made_every_stage_is_run_whichever_fails() -> None:
    """What fails is a false alarm, with the tests that it came from."""
    failed = Outcome("unit", 2.0, caught=True, output="E   late", failed_tests=["test_graph::test_it"])
    quiet = {name: (lambda name=name: Outcome(name, 1.0, caught=False)) for name in ("load", "validate", "integration")}
    desk: Any = SimpleNamespace(tool="airflow", unit=lambda: failed, **quiet)
    found = undisturbed(desk, 3)
    assert (found.tool, found.run, found.false_alarm, found.by) == ("airflow", 3, True, ["test_graph::test_it"])
    assert [step.stage for step in found.steps] == ["load", "validate", "unit", "integration"]
    assert [step.caught for step in found.steps] == [False, False, True, False]


def test_all_that_is_due_is_done_with_each_tool_in_its_order() -> None:
    """The tools side by side."""
    found = list(side_by_side({"airflow": [1, 2], "dagster": [3], "prefect": []}, lambda tool, due: (tool, due)))
    assert [due for tool, due in found if tool == "airflow"] == [1, 2]
    assert sorted(found) == [("airflow", 1), ("airflow", 2), ("dagster", 3)]
