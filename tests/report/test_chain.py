"""Figures of a chain of steps, worked out by hand."""

import pytest

from records.measurement import Chained, ChainStep, Computed
from report.chapters.chain.figures import between_s, processes, recorded, work_s


def step(place: int, queued: float | None, started: float, ended: float) -> ChainStep:
    """A step as its tool has recorded it."""
    return ChainStep(step=f"step_{place:02}", queued_s=queued, started_s=started, ended_s=ended, tries=1)


def computed(place: int, started: float, ended: float, process: int) -> Computed:
    """A step as it has told itself."""
    return Computed(step=f"step_{place:02}", started_s=started, ended_s=ended, process=process, value=55)


def test_a_chain_takes_from_the_first_steps_creation_to_the_last_ones_end() -> None:
    """Of steps that are queued: the gap ends there, dispatch begins there."""
    found = recorded([step(0, 1.0, 1.2, 1.5), step(1, 2.0, 2.2, 2.6), step(2, 3.0, 3.2, 3.4)])
    assert found
    assert found.total_s == pytest.approx(2.4)
    assert (found.gap_s, found.dispatch_s, found.in_task_s) == pytest.approx((0.45, 0.2, 0.3))


def test_where_nothing_is_queued_a_step_is_created_when_it_starts() -> None:
    """Then there is no dispatch."""
    found = recorded([step(0, None, 1.0, 1.5), step(1, None, 1.6, 2.0)])
    assert found
    assert (found.total_s, found.gap_s) == pytest.approx((1.0, 0.1))
    assert found.dispatch_s is None


def test_without_records_there_is_nothing_to_tell() -> None:
    """Nor of a single step, which hands over to none."""
    assert recorded([]) is None
    assert recorded([step(0, None, 1.0, 1.5)]) is None


def test_the_steps_own_clocks_tell_work_and_what_is_between() -> None:
    """And their process numbers, whether a step is a process."""
    chain = Chained(
        recorded=[], computed=[computed(0, 1.0, 1.4, 7), computed(1, 1.5, 1.8, 7), computed(2, 2.1, 2.2, 8)]
    )
    assert between_s(chain) == pytest.approx(0.2)
    assert work_s(chain) == pytest.approx(0.8)
    assert processes(chain) == 2
