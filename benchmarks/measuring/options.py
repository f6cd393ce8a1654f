"""pytest's options in the process of one measurement: which one of which run. A plugin, named with ``-p``."""

import pytest

from benchmarks.deployment.supervisor import FAILED, say
from benchmarks.errors import told


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `bench run` passes."""
    group = parser.getgroup("bench")
    group.addoption("--out", help="the results folder, with its plan")
    group.addoption("--baseline", help="the folder of the run's baseline")
    group.addoption("--home", help="the folder for this measurement's state")
    group.addoption("--item", help="the name of the measurement in the plan")


def pytest_exception_interact(call: pytest.CallInfo[object]) -> None:
    """Tell why nothing was measured, in the error's own words."""
    if call.excinfo:
        say(f"{FAILED}{told(call.excinfo.value)}")
