"""The loop that tells how slow the machine is."""

import os
import time

import pytest

from benchmarks.metering import core_speed
from benchmarks.metering.core_speed import CoreSpeed, loop_s, watched


def test_ten_times_the_loop_costs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is the loop that is measured, and not the reading of a clock."""
    once = min(loop_s() for _ in range(20))
    monkeypatch.setattr(core_speed, "_TURNS", 10 * core_speed._TURNS)
    assert min(loop_s() for _ in range(20)) > once


@pytest.mark.usefixtures("_anywhere")
def test_seconds_over_the_mean_cost_are_the_work_of_all_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """One second in which a loop costs 0.1 ms is as much work as two at 0.2 ms; an idle look weighs nothing."""
    found = CoreSpeed()
    for used_s, cost_s in ((1, 1e-4), (2, 2e-4), (0, 9e-4)):
        monkeypatch.setattr(core_speed, "loop_s", lambda cost=cost_s: cost)
        found.look({0: used_s})
    assert found.mean_s == pytest.approx(1.5e-4)


@pytest.mark.usefixtures("_anywhere")
def test_a_core_counts_as_much_as_it_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a fast core and a slow one, three quarters of the seconds on the fast one."""
    costs = iter([1e-4, 2e-4])
    monkeypatch.setattr(core_speed, "loop_s", lambda: next(costs))
    found = CoreSpeed()
    found.look({0: 3, 1: 1})
    assert found.mean_s == pytest.approx(4 / (3 / 1e-4 + 1 / 2e-4))


def test_where_nothing_was_used_there_is_no_mean() -> None:
    assert CoreSpeed().mean_s is None


def test_cores_are_looked_at_while_they_are_used_and_nobody_is_moved() -> None:
    """The thread that looks goes from core to core; the one that works stays free to run anywhere."""
    before = os.sched_getaffinity(0)
    with watched(time.process_time) as found:
        began = time.process_time()
        while time.process_time() - began < 1 or found.mean_s is None:
            pass
    assert found.mean_s
    assert os.sched_getaffinity(0) == before


@pytest.fixture
def _anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread is moved: the cores of a test are not the machine's."""
    monkeypatch.setattr(os, "sched_setaffinity", lambda *_: None)
