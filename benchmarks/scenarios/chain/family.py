"""The family chain: steps one after the other that do next to nothing, which is what handing over takes.

The two workloads are those of Windmill's benchmark (windmill-labs/windmill-benchmarks, competitors/2026-09).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.measuring import selection
from benchmarks.measuring.scenario import Ask, Family, Profile, Reference, Scenario
from benchmarks.stacks.registry import spec, specs
from records.names import CHAIN, HEAVY_STEPS, LIGHT_STEPS
from records.plan import Chain

_WORKLOADS: Final = {LIGHT_STEPS: (40, 10), HEAVY_STEPS: (10, 33)}
"""Scenario -> how many steps, and which Fibonacci number each computes."""
_SLOW_S: Final = 1
"""From how many seconds a step on, only the tuned ones are measured in all rounds: all would take half of the time."""


def _leaves_nothing(_: Reference) -> None:
    """No day is asked for."""


def _asks(scenario: str, rounds: int) -> Iterator[Ask]:
    """The scenario in every shape that a tool has."""
    steps, number = _WORKLOADS[scenario]
    for shape, handing_s in {shape: s for one in specs().values() for shape, s in one.chains.items()}.items():
        chain = Chain(steps=steps, number=number, shape=shape)
        able = selection.with_chain(shape)
        often = able if handing_s < _SLOW_S else tuple(name for name in able if name in selection.tuned())
        yield Ask(scenario, able, rounds=1, days=1, chain=chain)
        yield Ask(scenario, often, rounds=rounds, days=1, chain=chain)


def _all(rounds: int) -> tuple[Ask, ...]:
    return tuple(ask for scenario in _WORKLOADS for ask in _asks(scenario, rounds))


def _scenario(name: str, about: str) -> Scenario:
    return Scenario(
        name,
        CHAIN,
        about,
        Path(__file__).with_name("measure.py"),
        baseline=lambda _: "nothing",
        make_tables=_leaves_nothing,
        usual=tuple(_asks(name, 1)),
        takes_part=lambda contender: bool(spec(contender.stack).chains),
        own_days=True,
        own_source=True,
    )


FAMILY = Family(
    40,
    CHAIN,
    "steps one after the other that do next to nothing: what it takes to hand one to the next",
    (
        _scenario(LIGHT_STEPS, "40 steps that compute fibonacci(10), about 8 µs each"),
        _scenario(HEAVY_STEPS, "10 steps that compute fibonacci(33), about a third of a second each"),
    ),
    {
        "chain": Profile(
            "reference: 40 steps of next to nothing, 10 of a third of a second; stock, tuned and celery", _all(5)
        ),
        "full": Profile("", _all(7)),
    },
)
