"""Change requests: what each patch changes passes its tests, and breaks no other."""

import sys
from pathlib import Path

import pytest

from benchmarks.ergonomics.changes import Request, apply, requests
from benchmarks.ergonomics.tools import python, suites

from ..benchmarks.conftest import passes
from ..benchmarks.conftest import project as project  # noqa: PLC0414 (a fixture is found by its name here)

EACH = [pytest.param(request, tool, id=f"{request.name}-{tool}") for request in requests() for tool in suites()]


@pytest.mark.parametrize(("request_", "tool"), EACH)
def test_a_patch_passes_its_tests(request_: Request, tool: str, project: Path) -> None:
    """Those that prove the change, in the environment of the tool's tests."""
    apply(request_.patch(tool), project)
    passes(project, python(tool), request_.tests[tool])


@pytest.mark.parametrize(
    "request_", [one for one in requests() if one.shared_tests], ids=lambda request: str(request.name)
)
def test_a_change_breaks_nothing_in_the_files_of_its_shared_tests(request_: Request, project: Path) -> None:
    """All of the core's tests in them, in the project's own environment."""
    apply(request_.patch(next(iter(suites()))), project)
    passes(project, Path(sys.executable), sorted({test.partition("::")[0] for test in request_.shared_tests}))
