"""In which ways Dagster's users ask for days again; the first is what they would do first."""

from dataclasses import replace
from typing import Final

from benchmarks.stacks.dagster.contenders import DagsterContender
from benchmarks.stacks.spec import Contender, Recoveries

_RESUMED = ("run-from-asset-failure", "run-from-failure", "backfill-from-failure", "materialize")
_MATERIALIZED = ("materialize", "materialize-stale")

_WAYS = {
    "transient-failure": ("retries", "run-retries"),
    "failed-step": _RESUMED,
    "failed-model": _RESUMED,
    "failed-test": _RESUMED,
    "corrected-day": _MATERIALIZED,
    "changed-model": _MATERIALIZED,
    "nothing-changed": _MATERIALIZED,
    "late-file": _MATERIALIZED,
    "asked-twice": ("twice",),
}

# What an installation needs for the way, and has not unless it is asked for.
_INSTANCE: Final[dict[str, dict[str, object]]] = {"run-retries": {"run_retries": {"enabled": True, "max_retries": 1}}}


def _ways(fault: str, _: Contender) -> tuple[str, ...]:
    return _WAYS.get(fault, ())


def _able(contender: Contender, way: str) -> Contender:
    assert isinstance(contender, DagsterContender)
    return replace(contender, instance={**contender.instance, **_INSTANCE.get(way, {})})


RECOVERIES = Recoveries(ways=_ways, able=_able)
