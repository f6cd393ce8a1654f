"""Change requests: each patch applies, does what was asked for, and is counted."""

import sys
from pathlib import Path

import pytest

from benchmarks.ergonomics.changes import Request, apply, changes, requests
from benchmarks.ergonomics.tools import python, suites
from benchmarks.errors import BenchError

from .conftest import passes

EACH = [pytest.param(request, tool, id=f"{request.name}-{tool}") for request in requests() for tool in suites()]


@pytest.mark.parametrize(("request_", "tool"), EACH)
def test_a_patch_applies_and_its_tests_pass(request_: Request, tool: str, project: Path) -> None:
    """Those that prove the change, in the environment of the tool's tests."""
    apply(request_.patch(tool), project)
    passes(project, python(tool), request_.tests[tool])


@pytest.mark.parametrize("request_", requests(), ids=lambda request: request.name)
def test_what_all_tools_share_of_a_change_passes_its_tests(request_: Request, project: Path) -> None:
    """The core's own tests, in the project's own environment."""
    apply(request_.patch(next(iter(suites()))), project)
    if request_.shared_tests:
        passes(project, Path(sys.executable), request_.shared_tests)


def test_there_are_five_requests_counted_from_their_patches() -> None:
    """Each touches something, and tests as well."""
    found = list(changes())
    assert len(found) == 5 * len(suites())
    for one in found:
        assert one.files > 0
        assert one.lines_added > 0
        assert one.tests_changed + one.tests_added > 0


def test_a_patch_that_does_not_apply_is_told_with_gits_message(tmp_path: Path) -> None:
    """With the file that it does not fit."""
    (tmp_path / "bad.patch").write_text("--- a/none.py\n+++ b/none.py\n@@ -1 +1 @@\n-one\n+two\n")
    with pytest.raises(BenchError, match=r"none\.py"):
        apply(tmp_path / "bad.patch", tmp_path)
