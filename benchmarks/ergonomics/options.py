"""pytest's options in the process of one timing: which intention of which tool. A plugin, named with ``-p``."""

import pytest

from benchmarks.deployment.supervisor import FAILED, say


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `bench ergonomics` passes."""
    group = parser.getgroup("bench")
    group.addoption("--out", help="the file of its output")
    group.addoption("--home", help="the folder for this timing's state")
    group.addoption("--tool", help="the tool whose tests are timed")
    group.addoption("--intention", help="the intention whose tests are timed")


def pytest_exception_interact(call: pytest.CallInfo[object]) -> None:
    """Tell why there is no timing, in the error's own words."""
    if call.excinfo:
        say(f"{FAILED}{call.excinfo.value}")
