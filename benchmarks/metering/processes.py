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
from dataclasses import dataclass, field
from typing import Final

from benchmarks.deployment.services import Running
from benchmarks.metering.core_speed import watched
from benchmarks.metering.dbt_time import DbtTime
from benchmarks.metering.procfs import (
    TICKS_PER_S,
    Stat,
    every_process,
    machine_busy_s,
    pss_bytes,
    stat,
    tree,
    whole_tree,
)
from records.measurement import Look, Resources

DBT: Final = "dbt"
_LOOKING_SHARE: Final = 0.002
"""The part of the measured CPU that looking at the processes may use; where it is used up, looks come less often."""
_PAUSES_S: Final = (0.25, 1.0)
"""The shortest and the longest pause between looks."""


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


@dataclass
class Usage:
    """What was used between the two ends of `measured`."""

    cpu_s_by_role: dict[str, float] = field(default_factory=dict)
    """The role "dbt" holds what dbt processes were seen to use, a lower bound (see DbtTime); their starter the rest."""
    peak_pss_bytes: int | None = None
    """The highest sum of proportional set sizes: shared pages count once. None where it was not to be read, or could
    not be, as for another user's process in a container without the capability."""
    harness_cpu_s: float = 0
    """This process's own, all threads."""
    elsewhere_cpu_s: float | None = None
    """What was used on the machine beyond the processes and this one; None where /proc/stat cannot be read.

    In a container /proc/stat may be the host's, and so is this figure. Time that the hypervisor gave away counts.
    """
    core_pace_s: float | None = None
    """What a short loop cost on the cores while they were used; None where no look came in between."""
    looks: list[Look] = field(default_factory=list)
    """Where memory was read: each look, in order."""
    processes: int = 0
    """Distinct processes seen; one that lives less than a look's pause is missed."""

    def resources(self) -> Resources:
        """The same as it is recorded."""
        return Resources(
            cpu_s=round(sum(self.cpu_s_by_role.values()), 2),
            cpu_s_by_role=self.cpu_s_by_role,
            peak_pss_bytes=self.peak_pss_bytes,
            harness_cpu_s=self.harness_cpu_s,
            elsewhere_cpu_s=self.elsewhere_cpu_s,
            core_pace_s=self.core_pace_s,
            processes=self.processes,
            looks=self.looks,
        )


@contextmanager
def measured(roots: Roots, *, memory: bool = False) -> Iterator[Usage]:
    """Measure the processes from here to the end of the block; the result is whole when the block has ended.

    memory: read it as well, at every look. The kernel walks every page for it, some tens of milliseconds for a stack:
    what is measured beside it, times above all, is disturbed.
    """
    usage = Usage()
    stop = threading.Event()
    watch = _Watch(roots, memory)
    watcher = threading.Thread(target=watch.run, args=(stop,), daemon=True)
    before, busy, own = cpu_seconds(roots), machine_busy_s(), time.process_time()
    watcher.start()
    try:
        with watched(lambda: watch.measured_s) as pace:
            yield usage
    finally:
        after = cpu_seconds(roots)
        stop.set()
        watcher.join()
        usage.harness_cpu_s = time.process_time() - own
        busy_after = machine_busy_s()
        used = {role: after[role] - before.get(role, 0) for role in after}
        usage.cpu_s_by_role = {role: round(seconds, 2) for role, seconds in sorted(_dbt_apart(used, watch.dbt).items())}
        usage.peak_pss_bytes = watch.peak_pss_bytes
        usage.looks = watch.looks
        usage.processes = len(watch.seen)
        usage.core_pace_s = pace.mean_s
        if busy is not None and busy_after is not None:
            elsewhere = busy_after - busy - sum(used.values()) - usage.harness_cpu_s
            usage.elsewhere_cpu_s = round(max(0, elsewhere), 2)


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


def _dbt_apart(used: Mapping[str, float], dbt: DbtTime) -> dict[str, float]:
    """Role -> seconds, with dbt's moved to a role of its own."""
    apart = dict(used)
    for role, seconds in dbt.seconds_by_role().items():
        # A starter that was killed never got its dbt's time into its counters: there is nothing to move.
        moved = min(seconds, max(0, apart.get(role, 0)))
        apart[role] = apart.get(role, 0) - moved
        apart[DBT] = apart.get(DBT, 0) + moved
    return apart


class _Watch:
    """Looks at the processes again and again; the first look, at all of them in full, when it is made."""

    def __init__(self, roots: Roots, memory: bool) -> None:
        self._roots, self._memory = roots, memory
        self.looks: list[Look] = []
        processes = self._processes()
        self._ticks_before = _ticks(processes)
        self.measured_s = 0.0
        self.seen = {(process.pid, process.started) for _, process in processes}
        self.dbt = DbtTime()
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
