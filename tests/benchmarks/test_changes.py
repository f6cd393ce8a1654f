"""Change requests: each patch applies, does what was asked for, and is counted."""

from pathlib import Path

import pytest

from benchmarks.ergonomics.changes import Request, apply, changes, requests
from benchmarks.ergonomics.tools import suites
from benchmarks.errors import BenchError

EACH = [pytest.param(request, tool, id=f"{request.name}-{tool}") for request in requests() for tool in suites()]


@pytest.mark.parametrize(("request_", "tool"), EACH)
def test_every_patch_applies(request_: Request, tool: str, project: Path) -> None:
    """To the project as it is now; what is tested of each is in tests/long."""
    apply(request_.patch(tool), project)


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
