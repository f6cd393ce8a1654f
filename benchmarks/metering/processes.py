"""CPU and memory of a stack's processes, by role, read from outside while they run.

CPU is not sampled but read at both ends: what a process used, and what its ended children used, stays in its counters.
Memory, dbt's part and the number of processes are what a thread sees that looks a few times a second, as often as a
small part of the measured CPU allows.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from benchmarks.deployment.services import Running
from benchmarks.metering.core_speed import watched
from benchmarks.metering.meter import Meter, Used
from benchmarks.metering.procfs import (
    TICKS_PER_S,
    Stat,
    arguments,
    every_process,
    machine_busy_s,
    pss_bytes,
    stat,
    tree,
    whole_tree,
)
from records.measurement import Look, Resources

DBT: Final = "dbt"
"""The role of dbt processes that a stack's workers start, and the name of their program."""
_LOOKING_SHARE: Final = 0.002
"""The part of the measured CPU that looking at the processes may use; where it is used up, looks come less often."""
_PAUSES_S: Final = (0.25, 1.0)
"""The shortest and the longest pause between looks."""

_Id = tuple[int, int]
"""A process: its number, and when it started."""


@dataclass(frozen=True)
class Roots:
    """The processes that a stack stands on: its services, as many as there are when asked, and PostgreSQL."""

    services: list[Running]
    postmaster: int

    def processes(self, family: Callable[[int], Iterable[Stat]] = tree) -> Iterator[tuple[str, str, Stat]]:
        """Every living (or not yet reaped) process, with its role and that of its ended children; parents first."""
        roles = {run.process.pid: (run.service.role, run.service.workers or run.service.role) for run in self.services}
        for pid, (own, under) in {**roles, self.postmaster: ("postgresql", "postgresql")}.items():
            for process in family(pid):
                yield own if process.pid == pid else under, under, process


@contextmanager
def measured(roots: Roots, *, memory: bool = False) -> Iterator[Meter]:
    """Measure the processes from here to the end of the block; the meter tells when the block has ended.

    memory: read it as well, at every look. The kernel walks every page for it, some tens of milliseconds for a stack:
    what is measured beside it, times above all, is disturbed. It stays unread where it cannot be, as of another user's
    process in a container without the capability.
    """
    used = Used()
    stop = threading.Event()
    watch = _Watch(roots, memory)
    watcher = threading.Thread(target=watch.run, args=(stop,), daemon=True)
    before, busy, own = cpu_seconds(roots), machine_busy_s(), time.process_time()
    watcher.start()
    try:
        with watched(lambda: watch.measured_s) as speed:
            yield used
    finally:
        after = cpu_seconds(roots)
        stop.set()
        watcher.join()
        harness_s = time.process_time() - own
        busy_after = machine_busy_s()
        seconds = {role: after[role] - before.get(role, 0) for role in after}
        by_role = {role: round(cpu_s, 2) for role, cpu_s in sorted(watch.dbt.apart(seconds).items())}
        elsewhere_s = None
        if busy is not None and busy_after is not None:
            elsewhere_s = round(max(0, busy_after - busy - sum(seconds.values()) - harness_s), 2)
        used.end(
            Resources(
                cpu_s=round(sum(by_role.values()), 2),
                cpu_s_by_role=by_role,
                peak_pss_bytes=watch.peak_pss_bytes,
                harness_cpu_s=harness_s,
                elsewhere_cpu_s=elsewhere_s,
                core_pace_s=speed.mean_s,
                processes=len(watch.seen) or None,
                looks=watch.looks,
            )
        )


def held(roots: Roots) -> tuple[Mapping[str, int] | None, int]:
    """Role -> the proportional set sizes of its processes now, None where they may not be read; and how many there are.

    The kernel walks every page for it: nothing should be measured beside it.
    """
    by_role: defaultdict[str, int] = defaultdict(int)
    processes = [(role, process.pid) for role, _, process in roots.processes()]
    try:
        for role, pid in processes:
            by_role[role] += pss_bytes(pid)
    except PermissionError:
        return None, len(processes)
    return by_role, len(processes)


@contextmanager
def unknown() -> Iterator[Meter]:
    """Measure the harness's own CPU alone: of somebody else's machines nothing is known."""
    used, own = Used(), time.process_time()
    try:
        yield used
    finally:
        harness_s = time.process_time() - own
        used.end(Resources(cpu_s=None, cpu_s_by_role={}, harness_cpu_s=harness_s, elsewhere_cpu_s=None))


def cpu_seconds(roots: Roots) -> Mapping[str, float]:
    """Role -> CPU seconds, user and system, since its processes started; dbt's are its starter's here."""
    while (seconds := _cpu_pass(roots)) is None:
        pass
    return seconds


def _cpu_pass(roots: Roots) -> Mapping[str, float] | None:
    """One reading of the whole tree; None where a process ended meanwhile.

    Its time would go to the counters of a parent that has been read already, and be lost.
    """
    all_processes = every_process()
    family = list(roots.processes(lambda root: whole_tree(root, all_processes)))
    seconds: defaultdict[str, float] = defaultdict(float)
    for role, under, process in family:
        now = stat(process.pid)
        if now is None or now.started != process.started:
            return None
        seconds[role] += now.ticks / TICKS_PER_S
        seconds[under] += now.reaped_ticks / TICKS_PER_S
    for *_, process in family:
        now = stat(process.pid)
        if now is None or now.started != process.started:
            return None
    return seconds


class _DbtTime:
    """CPU of every dbt process with its descendants since the first look, at the last look that saw it.

    It is seen while the processes live: later it is in their parents' sums.

    A lower bound: what a process used after that look, one pause between looks at most, stays with its parent.
    """

    def __init__(self) -> None:
        self._ticks: dict[_Id, int] = {}
        self._before: dict[_Id, int] | None = None
        self._roles: dict[_Id, str] = {}
        self._are_dbt: dict[tuple[_Id, bytes], bool] = {}

    def look(self, processes: Iterable[tuple[str, Stat]]) -> None:
        """Take in the living processes with their roles, parents before their children."""
        under: dict[int, _Id] = {}
        ticks: dict[_Id, int] = {}
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

    def apart(self, used: Mapping[str, float]) -> dict[str, float]:
        """Role -> seconds, of which those of dbt are moved from its starters' roles to one of their own."""
        apart = dict(used)
        for role, seconds in self._seconds_by_role().items():
            # A starter that was killed never got its dbt's time into its counters: there is nothing to move.
            moved = min(seconds, max(0, apart.get(role, 0)))
            apart[role] = apart.get(role, 0) - moved
            apart[DBT] = apart.get(DBT, 0) + moved
        return apart

    def _seconds_by_role(self) -> dict[str, float]:
        """Role that the processes run under -> CPU seconds of dbt."""
        seconds: dict[str, float] = {}
        for key, ticks in self._ticks.items():
            used = (ticks - (self._before or {}).get(key, 0)) / TICKS_PER_S
            seconds[self._roles[key]] = seconds.get(self._roles[key], 0) + used
        return seconds

    def _is_dbt(self, key: _Id, name: bytes) -> bool:
        # With the name, because a process changes it when it goes from its parent's program to its own.
        if (known := self._are_dbt.get((key, name))) is None:
            # "dbt build", or "python /…/bin/dbt build" where a script's first line names its interpreter.
            known = any(PurePosixPath(word.decode(errors="replace")).name == DBT for word in arguments(key[0])[:2])
            self._are_dbt[key, name] = known
        return known


class _Watch:
    """Looks at the processes again and again; the first look, at all of them in full, when it is made."""

    def __init__(self, roots: Roots, memory: bool) -> None:
        self._roots, self._memory = roots, memory
        self.looks: list[Look] = []
        processes = self._processes()
        self._ticks_before = _ticks(processes)
        self.measured_s = 0.0
        self.seen = {(process.pid, process.started) for _, process in processes}
        self.dbt = _DbtTime()
        self.dbt.look(processes)
        self._began = time.monotonic()
        self._read_memory(processes)

    def run(self, stop: threading.Event) -> None:
        """Look until told to stop."""
        shortest, longest = _PAUSES_S
        pause_s = shortest
        while not stop.wait(pause_s):
            processes = self._processes()
            self.seen.update((process.pid, process.started) for _, process in processes)
            self.dbt.look(processes)
            ticks = _ticks(processes)
            self.measured_s = max(0.01, (ticks - self._ticks_before) / TICKS_PER_S)
            self._read_memory(processes)
            # thread_time is this thread's, since its start.
            pause_s = min(longest, max(shortest, shortest * time.thread_time() / (self.measured_s * _LOOKING_SHARE)))
            if self._memory:
                pause_s = shortest

    def _read_memory(self, processes: Iterable[tuple[str, Stat]]) -> None:
        if not self._memory:
            return
        held: defaultdict[str, int] = defaultdict(int)
        try:
            for role, process in processes:
                held[role] += pss_bytes(process.pid)
        except PermissionError:
            self._memory, self.looks = False, []
            return
        used_s = max(0, _ticks(processes) - self._ticks_before) / TICKS_PER_S
        at_s = time.monotonic() - self._began
        self.looks.append(Look(at_s=round(at_s, 3), cpu_s=round(used_s, 2), pss_bytes_by_role=held))

    @property
    def peak_pss_bytes(self) -> int | None:
        """The highest sum that any look found."""
        return max((sum(look.pss_bytes_by_role.values()) for look in self.looks), default=None)

    def _processes(self) -> list[tuple[str, Stat]]:
        return [(role, process) for role, _, process in self._roots.processes()]


def _ticks(processes: Iterable[tuple[str, Stat]]) -> int:
    return sum(process.ticks + process.reaped_ticks for _, process in processes)
