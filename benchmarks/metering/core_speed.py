"""How slow the machine's cores are just now: what the same short loop costs on each, whoever is measured beside it.

A virtual machine's cores share their hardware with neighbours, who come and go within a second: the same work then
costs up to three quarters more CPU seconds. So the loop is run where and when CPU time is used.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from benchmarks.metering.procfs import core_busy_s

_TURNS: Final = 500
_LOOKING_SHARE: Final = 0.0015
"""The part of the measured CPU that looking may use; where it is used up, looks come less often."""
_PAUSES_S: Final = (0.1, 1.0)
"""The shortest and the longest pause between looks."""


def loop_s() -> float:
    """CPU seconds, about 0.000005, of a loop of this thread on its core.

    It touches next to no memory: what it costs tells what the core's other guests leave, and not how much of the caches
    the contender takes. The best of three, because interrupts come by chance, after one that wakes the core.
    """
    _once_s()
    return min(_once_s() for _ in range(3))


def _once_s() -> float:
    began = time.thread_time_ns()
    for _ in range(_TURNS):
        pass
    return (time.thread_time_ns() - began) / 1e9


class CoreSpeed:
    """What the loop cost while CPU time was used, from looks at all cores.

    CPU time over a loop's cost is work, counted in loops. Work adds up where seconds of cores of different speeds do
    not: the cost over all is all seconds over all work, a harmonic mean in which the seconds are the weights.
    """

    def __init__(self) -> None:
        self._used_s = 0.0
        self._loops = 0.0

    def look(self, used_s: Mapping[int, float]) -> None:
        """Run the loop on every core, moving this thread; used_s: the CPU seconds used on each since the last look."""
        for core, seconds in used_s.items():
            os.sched_setaffinity(0, {core})  # of this thread alone
            self._used_s += seconds
            self._loops += seconds / loop_s()

    @property
    def mean_s(self) -> float | None:
        """CPU seconds of a loop while all that was used was used; None where no look saw any."""
        return self._used_s / self._loops if self._loops else None


@contextmanager
def watched(measured_s: Callable[[], float]) -> Iterator[CoreSpeed]:
    """Look at the cores that this process may use until the block ends; without looks where the system tells nothing.

    measured_s tells how much CPU time has been measured so far. The last look has ended when the block has.
    """
    speed, stop = CoreSpeed(), threading.Event()
    if core_busy_s() is None or not hasattr(os, "sched_setaffinity"):
        yield speed
        return
    watcher = threading.Thread(target=_watch, args=(speed, stop, measured_s), daemon=True)
    watcher.start()
    try:
        yield speed
    finally:
        stop.set()
        watcher.join()


def _watch(speed: CoreSpeed, stop: threading.Event, measured_s: Callable[[], float]) -> None:
    cores = os.sched_getaffinity(0)
    before = core_busy_s() or {}
    shortest, longest = _PAUSES_S
    pause_s = shortest
    while not stop.wait(pause_s):
        busy = core_busy_s() or {}
        speed.look({core: busy[core] - before[core] for core in cores & busy.keys() & before.keys()})
        before = busy
        # thread_time is this thread's, since its start.
        due_s = shortest * time.thread_time() / (max(0.01, measured_s()) * _LOOKING_SHARE)
        pause_s = min(longest, max(shortest, due_s))
