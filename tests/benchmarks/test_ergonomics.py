"""What is measured of an intention's tests, on the quickest of them."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.ergonomics.facts import facts
from benchmarks.ergonomics.measure import time_tests
from records.ergonomics import TOOLS, Tool


@pytest.mark.parametrize("tool", TOOLS)
def test_an_intention_is_timed_cold_and_then_warm(tool: Tool, tmp_path: Path) -> None:
    """By pytest-benchmark, one value each; nothing is left of the process's home."""
    time_tests(tmp_path, "transformation", "transformation", tool, tmp_path / "state")
    told = json.loads((tmp_path / "transformation.json").read_text())["benchmarks"]
    assert [(one["name"], len(one["stats"]["data"])) for one in told] == [("test_cold", 1), ("test_warm", 1)]
    assert not list((tmp_path / "state").glob("*"))


@pytest.mark.parametrize("tool", TOOLS)
def test_a_pure_transformation_disturbs_nobody(tool: Tool) -> None:
    """It needs nothing of the pipeline's, and leaves nothing behind."""
    with TemporaryDirectory() as state:
        found = facts(tool, "transformation", Path(state))
    assert (found.test_count, found.together, found.written_outside) == (1, True, [])
    assert found.import_s > 0
    assert found.peak_pss_bytes > 0
    assert found.sizes.tests.lines > found.sizes.tests.statements > 0
