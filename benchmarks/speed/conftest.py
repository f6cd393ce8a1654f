"""The warehouse of the tests, for the benchmarks of the core; and a way to print a figure."""

import sys
from collections.abc import Callable

import pytest

from tests.conftest import deployed, postgres, query, warehouse

__all__ = ["deployed", "postgres", "query", "warehouse"]

Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Writes a line past pytest's capture."""

    def write(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}")

    return write
