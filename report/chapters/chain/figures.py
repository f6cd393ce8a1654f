"""What a chain took: by the tool's records, as the published benchmark has it, and by the steps' own."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from records.measurement import Chained, ChainStep


@dataclass(frozen=True)
class Recorded:
    """Seconds by the tool's own records; gap, dispatch and in_task are medians over steps.

    A step is created when it is queued or, where no such moment is recorded, when it starts: then its gap ends there,
    and dispatch is None.
    """

    total_s: float
    """From the first step's creation to the last one's end."""
    gap_s: float
    """From a step's end to the next one's creation."""
    dispatch_s: float | None
    """From a step's creation to its start."""
    in_task_s: float
    """From a step's start to its end."""


def recorded(steps: Sequence[ChainStep]) -> Recorded | None:
    """What the tool has recorded; None where it keeps no records, or of fewer than two steps."""
    if len(steps) < 2:
        return None
    queued = [step.started_s - step.queued_s for step in steps if step.queued_s is not None]
    return Recorded(
        total_s=steps[-1].ended_s - _created(steps[0]),
        gap_s=median(_created(after) - before.ended_s for before, after in pairwise(steps)),
        dispatch_s=median(queued) if len(queued) == len(steps) else None,
        in_task_s=median(step.ended_s - step.started_s for step in steps),
    )


def between_s(chain: Chained) -> float:
    """The median time from the end of a step's own work to the start of the next one's, by the steps' own clocks."""
    return median(after.started_s - before.ended_s for before, after in pairwise(chain.computed))


def work_s(chain: Chained) -> float:
    """The seconds that the steps' own work took, all together."""
    return sum(step.ended_s - step.started_s for step in chain.computed)


def processes(chain: Chained) -> int:
    """In how many different processes the steps ran."""
    return len({step.process for step in chain.computed})


def _created(step: ChainStep) -> float:
    return step.started_s if step.queued_s is None else step.queued_s
