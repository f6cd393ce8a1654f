"""Whether a chain was what it had to be: all steps, in order, one at a time, at the first try, with the right value."""

from collections.abc import Sequence
from itertools import pairwise

from records.measurement import Chained, ChainStep, Computed
from records.plan import Chain
from shared_etl.chain import fibonacci


def wrong(chain: Chain, found: Chained, *, keeps_records: bool) -> str:
    """What is not as it has to be, for a person; "" where all is well.

    keeps_records: whether there is a tool whose records have to tell the same; a loop has none.

    The checks are those of Windmill's benchmark (windmill-labs/windmill-benchmarks, competitors/2026-09).
    """
    wanted = [f"step_{place:02}" for place in range(chain.steps)]
    value = fibonacci(chain.number)
    told: list[tuple[str, Sequence[ChainStep | Computed]]] = [("computed", found.computed)]
    if keeps_records:
        told.insert(0, ("recorded", found.recorded))
    for whose, steps in told:
        if [one.step for one in steps] != wanted:
            return f"{whose}: {len(steps)} steps in the order {', '.join(one.step for one in steps)}"
        for one, after in pairwise(steps):
            if after.started_s < one.ended_s:
                return f"{whose}: {after.step} started before {one.step} had ended"
    for step in found.recorded:
        if step.tries != 1:
            return f"{step.step} took {step.tries} tries"
    for done in found.computed:
        if done.value != value:
            return f"{done.step} computed {done.value} and not {value}"
    return ""
