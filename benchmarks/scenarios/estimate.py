"""Roughly how long measurements take: for a plan's estimate and the time left, never for a figure."""

from collections.abc import Iterable

from benchmarks.measuring.schedule import Item
from benchmarks.scenarios.registry import scenario
from benchmarks.stacks.registry import spec
from records.plan import Chain

_OTHER_CONCURRENCY = {1: 1.6, 2: 1.0}
_MANY_AT_ONCE = 0.8
_RECURSIONS_A_SECOND = 20_000_000
_READINGS_A_SECOND = 15_000


def seconds(items: Iterable[Item]) -> float:
    """How long the measurements take on two cores, about."""
    return sum(map(_seconds, items))


def _seconds(item: Item) -> float:
    stack, case = spec(item.contender.stack), item.case
    if case.chain:
        # A chain that is not counted goes before.
        return stack.overhead_s + 2 * case.chain.steps * (stack.chains[case.chain.shape] + _recursion_s(case.chain))
    at_all, each_day = item.contender.about_s
    if not stack.is_control and not item.contender.as_range:
        each_day *= _OTHER_CONCURRENCY.get(case.concurrency, _MANY_AT_ONCE)
    kind, _, stations = case.source.partition(":")
    readings = int(stations) * 24 * len(case.days) if kind == "generated" else 0
    run_s = at_all + each_day * len(case.days) + readings / _READINGS_A_SECOND
    before_s = run_s + stack.record_s if scenario(item.scenario).runs_before else 0.0
    return stack.overhead_s + (case.idle_s or before_s + run_s)


def _recursion_s(chain: Chain) -> float:
    """How long a step computes: calls grow as the numbers themselves, 1.618 times from one to the next."""
    return 1.618**chain.number / _RECURSIONS_A_SECOND
