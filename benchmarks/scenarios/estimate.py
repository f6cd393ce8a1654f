"""Roughly how long measurements take: for a plan's estimate and the time left, never for a figure."""

from collections.abc import Iterable

from benchmarks.measuring.schedule import Item
from benchmarks.scenarios.rerun.faults import TROUBLES

_AROUND_S = {"bare": 6, "airflow": 12, "dagster": 25}
"""A copy of the ground, services up, idle, stopped again, tables compared."""
_RECORD_S = {"bare": 0, "airflow": 16, "dagster": 30}
"""Until the record of a run before is closed, and idle again."""
_OTHER_CONCURRENCY = {1: 1.6, 2: 1.0}
_MANY_AT_ONCE = 0.8
_NOTHING = 0.4
_READINGS_A_SECOND = 15_000


def seconds(items: Iterable[Item]) -> float:
    """How long the measurements take on two cores, about."""
    return sum(map(_seconds, items))


def _seconds(item: Item) -> float:
    at_all, a_day = item.contender.about_s
    if item.contender.stack != "bare" and not item.contender.as_range:
        a_day *= _OTHER_CONCURRENCY.get(item.case.concurrency, _MANY_AT_ONCE)
    if item.case.work == "nothing":
        a_day *= _NOTHING
    kind, _, stations = item.case.source.partition(":")
    readings = int(stations) * 24 * item.case.days.count if kind == "generated" else 0
    run_s = at_all + a_day * item.case.days.count + readings / _READINGS_A_SECOND
    trouble = TROUBLES.get(item.scenario)
    before_s = 0.0 if trouble is None or trouble.first_run == "none" else run_s + _RECORD_S[item.contender.stack]
    return _AROUND_S[item.contender.stack] + before_s + run_s
