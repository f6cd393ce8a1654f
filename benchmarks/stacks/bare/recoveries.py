"""In which ways the user of the plain pipeline asks for days again: nothing is remembered, so all of it runs."""

from benchmarks.stacks.spec import Contender, Recoveries

_WAYS = {
    "transient-failure": ("run-again",),
    "failed-step": ("run-again",),
    "failed-model": ("run-again",),
    "failed-test": ("run-again",),
    "corrected-day": ("run",),
    "changed-model": ("run",),
    "nothing-changed": ("run",),
    "late-file": ("run",),
    "asked-twice": ("twice",),
}

_NOT_RESUMED = "nothing can be resumed: from the first day that is not done, every step runs"


def _ways(fault: str, _: Contender) -> tuple[str, ...]:
    return _WAYS.get(fault, ())


RECOVERIES = Recoveries(
    ways=_ways,
    not_native={
        ("transient-failure", "run-again"): "nothing is tried again by itself",
        ("failed-step", "run-again"): _NOT_RESUMED,
        ("failed-model", "run-again"): _NOT_RESUMED,
        ("failed-test", "run-again"): _NOT_RESUMED,
        ("changed-model", "run"): "no step can be chosen",
        ("nothing-changed", "run"): "no record tells whether anything has changed",
    },
)
