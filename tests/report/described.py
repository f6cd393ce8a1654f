"""What plan.json says of contenders, stacks and scenarios, made from their names."""

from collections.abc import Iterable
from typing import Any

from records.names import (
    AA,
    BACKFILL,
    BACKFILLS,
    CALL_STACKS,
    CHAIN,
    CONTROL,
    GROWING,
    HEAVY_STEPS,
    IDLE,
    LIGHT_STEPS,
    PROFILED,
    RERUN,
    SCHEDULES_ON,
)
from records.plan import Contender, Scenario, Stack

KINDS = {"": "control", "stock": "stock", "tuned": "tuned"}
OF_BACKFILLS = (BACKFILL, AA, GROWING)
FAMILIES = {CALL_STACKS: PROFILED, LIGHT_STEPS: CHAIN, HEAVY_STEPS: CHAIN, SCHEDULES_ON: IDLE}


def contender(name: str) -> Contender:
    """The contender that is called so in tests: its stack, and after a colon its configuration."""
    of, _, how = name.partition(":")
    label = stack(of).label + (f" ({how})" if how else "")
    record = {"name": name, "stack": of, "kind": KINDS.get(how, "special"), "label": label, "about": f"what {name} is"}
    return Contender.model_validate(record)


def stack(name: str) -> Stack:
    """A tool by that name, or the control."""
    return Stack(name=name, label=name if name == CONTROL else name.capitalize())


def scenario(name: str) -> Scenario:
    """Of the family that has one of that name; any other is one of reruns."""
    family = FAMILIES.get(name, BACKFILLS if name in OF_BACKFILLS else RERUN)
    return Scenario(name=name, family=family, about=f"what {name} is", repeats=BACKFILL if name == AA else None)


def described(contenders: Iterable[str], scenarios: Iterable[str]) -> dict[str, Any]:
    """These fields of a plan, in the order of the names."""
    of = [contender(name) for name in dict.fromkeys(contenders)]
    stacks = list(dict.fromkeys(each.stack for each in of))
    tools = [name for name in stacks if name != CONTROL]
    return {
        "stacks": [stack(name) for name in stacks],
        "reference": "dagster" if "dagster" in tools else tools[-1] if tools else None,
        "contenders": of,
        "scenarios": [scenario(name) for name in dict.fromkeys([*scenarios, *OF_BACKFILLS])],
    }
