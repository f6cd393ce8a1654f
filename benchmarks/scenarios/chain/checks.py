"""Whether a chain was what it had to be: all steps, in order, one at a time, at the first try, with the right value."""

from itertools import pairwise

from records.measurement import Chained
from records.plan import Chain
from shared_etl.chain import fibonacci


def wrong(chain: Chain, found: Chained) -> str:
    """What is not as it has to be, for a person; "" where all is well.

    The checks are those of Windmill's benchmark (windmill-labs/windmill-benchmarks, competitors/2026-09).
    """
    wanted = [f"step_{place:02}" for place in range(chain.steps)]
    value = fibonacci(chain.number)
    for whose, steps in (("recorded", found.recorded), ("computed", found.computed)):
        if whose == "recorded" and not steps:
            continue  # a stack without records
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
