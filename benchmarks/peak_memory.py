"""The peak of the memory of processes that come and go, found with few readings.

Memory is proportional set size (PSS): shared pages count once. Reading it costs the kernel milliseconds a process, and
a stack's processes are much alike: workers of one role, forked from the same parent, have the same PSS when they have
the same number of pages of their own. So a process is read only when the sum is near its peak, and only where neither
its own latest reading nor that of its like, a process of the same role, name and size, tells its PSS.
"""

import math
import time
from collections.abc import Iterable
from typing import Final, NamedTuple

from benchmarks.proc import PAGE_BYTES, TICKS_PER_S, Stat, pss_bytes, unshared_bytes

_SAME_SIZE: Final = 1.03
"""Processes whose sizes differ by less are alike."""
_NEAR_PEAK: Final = 0.98
_STALE_TICKS: Final = TICKS_PER_S // 4
"""A process that has used more CPU since its reading may have made its own what it shared: its size does not tell."""
_UNREAD_SHARE: Final = 0.4
"""PSS of a process with no reading to go by, as a part of its resident set: more in truth, if it was not forked."""
_NEGLIGIBLE: Final = 0.002
"""The part of the peak below which a process is not worth a reading."""

_Key = tuple[int, int]


class _Size(NamedTuple):
    resident: int
    unshared: int
    kind: tuple[str, bytes, int]
    """Role, name, and class of the size."""


class _Reading(NamedTuple):
    pss: int
    size: _Size
    ticks: int


class PeakMemory:
    """The highest sum over all living processes, each with its own reading or that of its like."""

    def __init__(self, processes: Iterable[tuple[str, Stat]]) -> None:
        """Read every process once: a thing to do before a measurement."""
        self.peak_bytes: int | None = 0
        """None where one of them may not be read, as another user's in a container without the capability."""
        self.spent_s = 0.0
        """CPU seconds that readings cost since."""
        self._sizes: dict[_Key, _Size] = {}
        self._readings: dict[_Key, _Reading] = {}
        self._of_kind: dict[tuple[str, bytes, int], int] = {}
        # What a page may cost, until enough was read to know it: the first small readings tell nothing.
        self._s, self._pages = 0.005, 100_000
        try:
            pss = [self._read(process, self._size(role, process)) for role, process in processes]
        except PermissionError:
            self.peak_bytes = None
        else:
            self.peak_bytes = sum(pss)
        self.spent_s = 0.0

    def look(self, processes: Iterable[tuple[str, Stat]], allowed_s: float) -> None:
        """Take in the living processes with their roles; read some where it is worth it.

        allowed_s: CPU seconds that all readings since the measurement's start may have cost.
        """
        if self.peak_bytes is None:
            return
        living = {(process.pid, process.started): (role, process) for role, process in processes}
        self._sizes = {key: size for key, size in self._sizes.items() if key in living}
        self._readings = {key: reading for key, reading in self._readings.items() if key in living}
        pss: dict[_Key, float] = {}
        unsure: list[_Key] = []
        for key, (role, process) in living.items():
            size = self._size(role, process)
            pss[key], sure = self._known(process, size)
            if not sure:
                unsure.append(key)
        if sum(pss.values()) > _NEAR_PEAK * self.peak_bytes:
            try:
                for key in sorted(unsure, key=pss.__getitem__, reverse=True):
                    process, size = living[key][1], self._sizes[key]
                    pss[key], sure = self._known(process, size)  # its like may just have been read
                    if sure:
                        continue
                    if pss[key] < _NEGLIGIBLE * self.peak_bytes or self.spent_s + self._cost_s(process) > allowed_s:
                        break
                    pss[key] = self._read(process, size)
            except PermissionError:
                self.peak_bytes = None
                return
        self.peak_bytes = max(self.peak_bytes, round(sum(pss.values())))

    def _size(self, role: str, process: Stat) -> _Size:
        key = (process.pid, process.started)
        known = self._sizes.get(key)
        if known is None or known.resident != process.resident_bytes or known.kind[:2] != (role, process.name):
            unshared = unshared_bytes(process.pid)
            size_class = int(math.log(max(unshared, 1_000_000), _SAME_SIZE))
            self._sizes[key] = known = _Size(process.resident_bytes, unshared, (role, process.name, size_class))
        return known

    def _known(self, process: Stat, size: _Size) -> tuple[float, bool]:
        """The PSS as far as readings tell, and whether they do."""
        own = self._readings.get((process.pid, process.started))
        same_size = own is not None and own.size.kind == size.kind
        if not same_size and size.kind in self._of_kind:
            return self._of_kind[size.kind], True
        if own is None:
            return size.resident * _UNREAD_SHARE, False
        grown = max(0, own.pss + size.unshared - own.size.unshared)
        return grown, same_size and process.ticks - own.ticks < _STALE_TICKS

    def _cost_s(self, process: Stat) -> float:
        return process.resident_bytes / PAGE_BYTES * self._s / self._pages

    def _read(self, process: Stat, size: _Size) -> int:
        start = time.thread_time()
        pss = pss_bytes(process.pid)
        cost = time.thread_time() - start
        self._readings[process.pid, process.started] = _Reading(pss, size, process.ticks)
        self._of_kind[size.kind] = pss
        self._s += cost
        self._pages += process.resident_bytes // PAGE_BYTES
        self.spent_s += cost
        return pss
