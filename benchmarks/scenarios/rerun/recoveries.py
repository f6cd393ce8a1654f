"""In which ways the users of a tool ask for something again; the first is what they would do first."""

from collections.abc import Mapping
from dataclasses import replace

from benchmarks.deployment.environments import StackName
from benchmarks.stacks.registry import Contender

_ASKED_ONCE: Mapping[StackName, tuple[str, ...]] = {
    "bare": ("run-again",),
    "airflow": ("retries",),
    "dagster": ("retries", "run-retries"),
}
_RESUMED: dict[StackName, tuple[str, ...]] = {
    "bare": ("run-again",),
    "airflow": ("clear-failed", "reprocess-failed"),
    "dagster": ("run-from-asset-failure", "run-from-failure", "backfill-from-failure", "materialize"),
}
_MODEL_RESUMED: Mapping[StackName, tuple[str, ...]] = _RESUMED | {
    "airflow": ("clear", "clear-failed", "reprocess-failed")
}
_ONE_DAY: Mapping[StackName, tuple[str, ...]] = {
    "bare": ("run",),
    "airflow": ("clear", "reprocess-completed"),
    "dagster": ("materialize", "materialize-stale"),
}
_SOME_STEPS: Mapping[StackName, tuple[str, ...]] = {
    "bare": ("run",),
    "airflow": ("clear",),
    "dagster": ("materialize", "materialize-stale"),
}
_EVERYTHING: Mapping[StackName, tuple[str, ...]] = {
    "bare": ("run",),
    "airflow": ("reprocess-completed", "reprocess-none"),
    "dagster": ("materialize", "materialize-stale"),
}
_TWICE: Mapping[StackName, tuple[str, ...]] = {"bare": ("twice",), "airflow": ("twice",), "dagster": ("twice",)}

_REMEDIES = {
    "transient-failure": _ASKED_ONCE,
    "failed-step": _RESUMED,
    "failed-model": _RESUMED,
    "failed-test": _MODEL_RESUMED,
    "corrected-day": _ONE_DAY,
    "changed-model": _SOME_STEPS,
    "nothing-changed": _EVERYTHING,
    "late-file": _ONE_DAY,
    "asked-twice": _TWICE,
}

# What an installation needs for the way, and has not unless it is asked for.
_INSTANCE: Mapping[str, Mapping[str, object]] = {"run-retries": {"run_retries": {"enabled": True, "max_retries": 1}}}

# A DAG without a schedule has no backfill, and so none that would be reprocessed.
_OF_A_RANGE = {"corrected-day": ("trigger",), "late-file": ("trigger",), "nothing-changed": ("clear",)}


def remedies(trouble: str, contender: Contender) -> tuple[str, ...]:
    """The ways that the contender's users have after that trouble."""
    ways = _REMEDIES[trouble][contender.stack]
    if contender.stack == "airflow" and contender.as_range:
        return _OF_A_RANGE.get(trouble, ways[:1])
    return ways


def able(contender: Contender, way: str) -> Contender:
    """The contender, with what its installation needs for the way."""
    return replace(contender, instance={**contender.instance, **_INSTANCE.get(way, {})})


_NOTHING_KNOWN = "no record tells whether anything has changed"
_NOT_RESUMED = "nothing can be resumed: from the first day that is not done, every step runs"
_NOT_NATIVE = {
    ("transient-failure", "run-again"): "nothing is tried again by itself",
    ("failed-step", "run-again"): _NOT_RESUMED,
    ("failed-model", "run-again"): _NOT_RESUMED,
    ("failed-test", "run-again"): _NOT_RESUMED,
    ("changed-model", "run"): "no step can be chosen",
    ("nothing-changed", "run"): _NOTHING_KNOWN,
    ("nothing-changed", "clear"): _NOTHING_KNOWN,
    ("nothing-changed", "reprocess-completed"): _NOTHING_KNOWN,
    ("nothing-changed", "reprocess-none"): "days that have a run are left alone, whether or not anything has changed",
}


def not_native(trouble: str, way: str) -> str | None:
    """What the tool cannot do, where the way is only the closest thing to it that a user would do."""
    return _NOT_NATIVE.get((trouble, way))
