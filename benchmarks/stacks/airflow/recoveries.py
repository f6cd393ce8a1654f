"""In which ways Airflow's users ask for days again; the first is what they would do first."""

from benchmarks.stacks.spec import Contender, Recoveries

_RESUMED = ("clear-failed", "reprocess-failed")
_ONE_DAY = ("clear", "reprocess-completed")

_WAYS = {
    "transient-failure": ("retries",),
    "failed-step": _RESUMED,
    "failed-model": _RESUMED,
    "failed-test": ("clear", *_RESUMED),
    "corrected-day": _ONE_DAY,
    "changed-model": ("clear",),
    "nothing-changed": ("reprocess-completed", "reprocess-none"),
    "late-file": _ONE_DAY,
    "asked-twice": ("twice",),
}

# A DAG without a schedule has no backfill, and so none that would be reprocessed.
_OF_A_RANGE = {"corrected-day": ("trigger",), "late-file": ("trigger",), "nothing-changed": ("clear",)}

_NOTHING_KNOWN = "no record tells whether anything has changed"
_LEFT_ALONE = "days that have a run are left alone, whether or not anything has changed"


def _ways(fault: str, contender: Contender) -> tuple[str, ...]:
    ways = _WAYS.get(fault, ())
    return _OF_A_RANGE.get(fault, ways[:1]) if contender.as_range else ways


RECOVERIES = Recoveries(
    ways=_ways,
    not_native={
        ("nothing-changed", "clear"): _NOTHING_KNOWN,
        ("nothing-changed", "reprocess-completed"): _NOTHING_KNOWN,
        ("nothing-changed", "reprocess-none"): _LEFT_ALONE,
    },
)
