"""CPU of the dbt processes that a stack's workers start, seen while they live: later it is in their parents' sums."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from benchmarks.metering.procfs import TICKS_PER_S, Stat, arguments

_PROGRAM = "dbt"
_Key = tuple[int, int]


class DbtTime:
    """CPU of every dbt process with its descendants since the first look, at the last look that saw it.

    A lower bound: what a process used after that look, one pause between looks at most, stays with its parent.
    """

    def __init__(self) -> None:
        self._ticks: dict[_Key, int] = {}
        self._before: dict[_Key, int] | None = None
        self._roles: dict[_Key, str] = {}
        self._are_dbt: dict[tuple[_Key, bytes], bool] = {}

    def look(self, processes: Iterable[tuple[str, Stat]]) -> None:
        """Take in the living processes with their roles, parents before their children."""
        under: dict[int, _Key] = {}
        ticks: dict[_Key, int] = {}
        for role, process in processes:
            key = (process.pid, process.started)
            if (top := under.get(process.parent)) is None:
                if not self._is_dbt(key, process.name):
                    continue
                top, self._roles[key] = key, role
            under[process.pid] = top
            ticks[top] = ticks.get(top, 0) + process.ticks + process.reaped_ticks
        for key, now in ticks.items():
            self._ticks[key] = max(now, self._ticks.get(key, 0))
        if self._before is None:
            self._before = ticks

    def seconds_by_role(self) -> dict[str, float]:
        """Role that the processes run under -> CPU seconds of dbt."""
        seconds: dict[str, float] = {}
        for key, ticks in self._ticks.items():
            used = (ticks - (self._before or {}).get(key, 0)) / TICKS_PER_S
            seconds[self._roles[key]] = seconds.get(self._roles[key], 0) + used
        return seconds

    def _is_dbt(self, key: _Key, name: bytes) -> bool:
        # With the name, because a process changes it when it goes from its parent's program to its own.
        if (known := self._are_dbt.get((key, name))) is None:
            # "dbt build", or "python /…/bin/dbt build" where a script's first line names its interpreter.
            known = any(PurePosixPath(word.decode(errors="replace")).name == _PROGRAM for word in arguments(key[0])[:2])
            self._are_dbt[key, name] = known
        return known
