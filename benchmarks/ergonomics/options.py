"""pytest's options in the process of one timing: which intention of which tool. A plugin, named with ``-p``."""

import pytest

from benchmarks.measuring.options import pytest_exception_interact

__all__ = ["pytest_addoption", "pytest_exception_interact"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `bench ergonomics` passes."""
    group = parser.getgroup("bench")
    group.addoption("--out", help="the file of its output")
    group.addoption("--home", help="the folder for this timing's state")
    group.addoption("--tool", help="the tool whose tests are timed")
    group.addoption("--intention", help="the intention whose tests are timed")
