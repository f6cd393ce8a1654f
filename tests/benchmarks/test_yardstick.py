"""The piece of work that tells how fast the machine is."""

import psutil
import pytest

from benchmarks import yardstick
from benchmarks.errors import BenchError
from benchmarks.yardstick import yardstick_cpu_s


def test_it_costs_cpu_time_and_leaves_no_process() -> None:
    """Whatever this process has started before."""
    before = psutil.Process().children(recursive=True)
    assert yardstick_cpu_s() > 0
    assert psutil.Process().children(recursive=True) == before


def test_four_times_the_work_costs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is the work that is measured, and not the start of an interpreter."""
    once = min(yardstick_cpu_s() for _ in range(3))
    monkeypatch.setattr(yardstick, "_WORK", yardstick._WORK * 4)
    assert yardstick_cpu_s() > once


def test_work_that_fails_is_no_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short time would look like a fast machine."""
    monkeypatch.setattr(yardstick, "_WORK", "raise SystemExit(1)")
    with pytest.raises(BenchError, match="yardstick"):
        yardstick_cpu_s()
