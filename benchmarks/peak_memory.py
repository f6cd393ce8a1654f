"""The peak of the memory of processes that come and go, from few readings.

Memory is proportional set size (PSS): shared pages count once. The kernel walks every page for it, some tens of
milliseconds for a stack, so it is read only when the sum of the resident sets, which costs next to nothing, is near its
highest so far, and only as often as may be. Every reading is of all processes: nothing is estimated. A peak between two
readings is missed, so that the figure is a lower bound.
"""

import time
from collections.abc import Sequence
from typing import Final

from benchmarks.proc import Stat, pss_bytes

_NEAR_HIGHEST: Final = 0.95


class PeakMemory:
    """The highest sum that was read."""

    def __init__(self, processes: Sequence[tuple[str, Stat]]) -> None:
        """Read once: a thing to do before a measurement."""
        self.peak_bytes: int | None = 0
        """None where one of them may not be read, as another user's in a container without the capability."""
        self.spent_s = 0.0
        """CPU seconds that readings cost since."""
        self._highest_resident = _resident(processes)
        self._cost_s_per_byte = 0.0
        self._read(processes)
        self.spent_s = 0.0

    def look(self, processes: Sequence[tuple[str, Stat]], allowed_s: float) -> None:
        """Take in the living processes; read them where it is worth it.

        allowed_s: CPU seconds that all readings since the measurement's start may have cost.
        """
        resident = _resident(processes)
        self._highest_resident = max(self._highest_resident, resident)
        affordable = self.spent_s + resident * self._cost_s_per_byte <= allowed_s
        if self.peak_bytes is not None and affordable and resident >= _NEAR_HIGHEST * self._highest_resident:
            self._read(processes)

    def _read(self, processes: Sequence[tuple[str, Stat]]) -> None:
        start = time.thread_time()
        try:
            total = sum(pss_bytes(process.pid) for _, process in processes)
        except PermissionError:
            self.peak_bytes = None
            return
        cost_s = time.thread_time() - start
        self.spent_s += cost_s
        self._cost_s_per_byte = cost_s / max(1, _resident(processes))
        self.peak_bytes = max(self.peak_bytes or 0, total)


def _resident(processes: Sequence[tuple[str, Stat]]) -> int:
    return sum(process.resident_bytes for _, process in processes)
