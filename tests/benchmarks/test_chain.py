"""Five steps one after the other, in every shape that each tool has, on the real services."""

import subprocess
from itertools import pairwise

import pytest

from records.measurement import Measurement
from report.data.read import read_results

from .conftest import bench

STEPS = [f"step_{place:02}" for place in range(5)]
SHAPES = {
    ("bare", "loop"): 1,
    ("airflow:tuned", "dag"): 5,
    ("dagster:tuned", "ops"): 1,
    ("dagster:tuned", "ops-in-processes"): 5,
    ("dagster:tuned", "assets"): 1,
}
"""Contender, shape -> in how many processes its steps run."""


@pytest.fixture(scope="module")
def chained(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Measurement]:
    """A chain of each shape, measured once."""
    out = tmp_path_factory.mktemp("chain") / "out"
    named = [word for tool in ("bare", "airflow", "dagster") for word in ("--contender", tool)]
    ask = ("run", "light-steps", "--steps", "5", *named, "--rounds", "1", "--out", str(out))
    done = subprocess.run(bench(*ask), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {(m.contender, m.case.chain.shape if m.case.chain else ""): m for m in read_results(out).measurements}


def test_every_shape_is_measured(chained: dict[tuple[str, str], Measurement]) -> None:
    """And no day is asked for."""
    assert chained.keys() == SHAPES.keys()
    assert all(m.outcome == "completed" and m.steps.expected == 0 for m in chained.values())


@pytest.mark.parametrize("of", SHAPES, ids=" ".join)
def test_all_steps_run_once_in_their_order_with_the_right_value(
    chained: dict[tuple[str, str], Measurement], of: tuple[str, str]
) -> None:
    """By the steps' own log: no step starts before the one before it has ended; a call or a process each."""
    found = chained[of].chain
    assert found
    assert [one.step for one in found.computed] == STEPS
    assert {one.value for one in found.computed} == {55}
    assert all(before.ended_s <= after.started_s for before, after in pairwise(found.computed))
    assert len({one.process for one in found.computed}) == SHAPES[of]


@pytest.mark.parametrize("of", [of for of in SHAPES if of[0] != "bare"], ids=" ".join)
def test_the_tools_records_tell_the_same(chained: dict[tuple[str, str], Measurement], of: tuple[str, str]) -> None:
    """All steps at their first try, none overlapping, around what each step has told itself."""
    found = chained[of].chain
    assert found
    assert [one.step for one in found.recorded] == STEPS
    assert {one.tries for one in found.recorded} == {1}
    assert all(before.ended_s <= after.started_s for before, after in pairwise(found.recorded))
    for recorded, computed in zip(found.recorded, found.computed, strict=True):
        # Records are in milliseconds.
        assert recorded.started_s <= computed.started_s + 0.001
        assert computed.ended_s <= recorded.ended_s + 0.001
    # Only steps that are handed to a process of their own are queued.
    assert all((one.queued_s is not None) == (SHAPES[of] > 1) for one in found.recorded)
