"""The loop that tells how slow the machine is."""

import pytest

from benchmarks import pace
from benchmarks.pace import Pace, pace_s


def test_ten_times_the_loop_costs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is the loop that is measured, and not the reading of a clock."""
    once = min(pace_s() for _ in range(20))
    monkeypatch.setattr(pace, "_TURNS", 10 * pace._TURNS)
    assert min(pace_s() for _ in range(20)) > once


def test_seconds_over_the_mean_pace_are_the_work_of_all_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """One second at a pace of 0.1 ms is as much work as two at 0.2 ms; an idle look weighs nothing."""
    found = Pace()
    for used_s, loop_s in ((1, 1e-4), (2, 2e-4), (0, 9e-4)):
        monkeypatch.setattr(pace, "pace_s", lambda cost=loop_s: cost)
        found.look(used_s)
    assert found.mean_s == pytest.approx(1.5e-4)


def test_where_nothing_was_used_there_is_no_pace() -> None:
    assert Pace().mean_s is None
