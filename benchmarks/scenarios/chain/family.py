"""The family chain: steps one after the other that do next to nothing, which is what handing over takes.

The two workloads are those of Windmill's benchmark (windmill-labs/windmill-benchmarks, competitors/2026-09).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.measuring import selection
from benchmarks.measuring.scenario import Ask, Family, Profile, Reference, Scenario
from benchmarks.stacks.registry import specs
from records.names import CHAIN, FIBONACCI
from records.plan import Chain

_WORKLOADS: Final = ((40, 10), (10, 33))
"""Steps, and which Fibonacci number each computes: next to nothing, and about a third of a second."""


def _leaves_nothing(_: Reference) -> None:
    """No day is asked for."""


def _asks(rounds: int) -> Iterator[Ask]:
    """Every workload in every shape that a tool has."""
    shapes = dict.fromkeys(shape for one in specs().values() for shape in one.chains)
    for steps, number in _WORKLOADS:
        for shape in shapes:
            chain = Chain(steps=steps, number=number, shape=shape)
            yield Ask(FIBONACCI, selection.with_chain(shape), rounds=rounds, days=1, chain=chain)


FAMILY = Family(
    40,
    CHAIN,
    "steps one after the other that do next to nothing: what it takes to hand one to the next",
    (
        Scenario(
            FIBONACCI,
            CHAIN,
            "a chain of steps, each of which computes a Fibonacci number",
            Path(__file__).with_name("measure.py"),
            baseline=lambda _: "nothing",
            make_tables=_leaves_nothing,
            usual=tuple(_asks(1)),
            work="chain",
            own_days=True,
            own_source=True,
            runs_before=True,
        ),
    ),
    {
        "chain": Profile(
            "40 steps of next to nothing, 10 of a third of a second: stock, tuned, celery", tuple(_asks(5))
        ),
        "full": Profile("", tuple(_asks(7))),
    },
)
