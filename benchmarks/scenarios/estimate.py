"""Roughly how long measurements take: for a plan's estimate and the time left, never for a figure."""

from collections.abc import Iterable

from benchmarks.measuring.schedule import Item
from benchmarks.scenarios.registry import scenario
from benchmarks.stacks.registry import spec

_OTHER_CONCURRENCY = {1: 1.6, 2: 1.0}
_MANY_AT_ONCE = 0.8
_NO_WORK = 0.4
_READINGS_A_SECOND = 15_000


def seconds(items: Iterable[Item]) -> float:
    """How long the measurements take on two cores, about."""
    return sum(map(_seconds, items))


def _seconds(item: Item) -> float:
    stack, case = spec(item.contender.stack), item.case
    at_all, each_day = item.contender.about_s
    if not stack.is_control and not item.contender.as_range:
        each_day *= _OTHER_CONCURRENCY.get(case.concurrency, _MANY_AT_ONCE)
    if case.work == "nothing":
        each_day *= _NO_WORK
    kind, _, stations = case.source.partition(":")
    readings = int(stations) * 24 * len(case.days) if kind == "generated" else 0
    run_s = at_all + each_day * len(case.days) + readings / _READINGS_A_SECOND
    before_s = run_s + stack.record_s if scenario(item.scenario).runs_before else 0.0
    return stack.overhead_s + (case.idle_s or before_s + run_s)
