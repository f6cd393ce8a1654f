"""CPU and memory of a stack's processes, by role, read from outside while they run.

CPU is not sampled but read at both ends: what a process used, and what its ended children used, stays in its counters.
Memory is sampled, as proportional set size (PSS): shared pages count once.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.services import Running

SAMPLE_EVERY_S = 1.0


@dataclass(frozen=True)
class Roots:
    """The processes that a stack stands on: its services, as many as there are when asked, and PostgreSQL."""

    services: list[Running]
    postmaster: int

    def processes(self) -> Iterator[tuple[str, str, psutil.Process]]:
        """Every living (or not yet reaped) process, with its role and that of its ended children."""
        roles = {run.process.pid: (run.service.role, run.service.workers or run.service.role) for run in self.services}
        for pid, (own, under) in {**roles, self.postmaster: ("postgresql", "postgresql")}.items():
            try:
                root = psutil.Process(pid)
                descendants = root.children(recursive=True)
            except psutil.NoSuchProcess:
                continue
            yield own, under, root
            for process in descendants:
                yield under, under, process


@dataclass
class Usage:
    """What was used between the two ends of `measured`."""

    cpu_s_by_role: dict[str, float] = field(default_factory=dict)
    peak_pss_bytes: int | None = 0
    """None where it could not be read, as for another user's process in a container without the capability."""
    harness_cpu_s: float = 0


@contextmanager
def measured(roots: Roots) -> Iterator[Usage]:
    """Measure the processes from here to the end of the block; the result is whole when the block has ended."""
    usage = Usage()
    stop = threading.Event()
    sampler = threading.Thread(target=_sample, args=(roots, usage, stop), daemon=True)
    before, own = cpu_seconds(roots), time.process_time()
    sampler.start()
    try:
        yield usage
    finally:
        after = cpu_seconds(roots)
        stop.set()
        sampler.join()
        usage.cpu_s_by_role = {role: round(after[role] - before.get(role, 0), 2) for role in sorted(after)}
        usage.harness_cpu_s = time.process_time() - own


def cpu_seconds(roots: Roots) -> Mapping[str, float]:
    """Role -> CPU seconds, user and system, since its processes started."""
    while (seconds := _cpu_pass(roots)) is None:
        pass
    return seconds


def _cpu_pass(roots: Roots) -> Mapping[str, float] | None:
    """One reading of the whole tree; None where a process ended meanwhile.

    Its time would go to the counters of a parent that has been read already, and be lost.
    """
    seconds: defaultdict[str, float] = defaultdict(float)
    processes = list(roots.processes())
    try:
        for role, under, process in processes:
            times = process.cpu_times()
            seconds[role] += times.user + times.system
            seconds[under] += times.children_user + times.children_system
    except psutil.NoSuchProcess:
        return None
    return seconds if all(process.is_running() for *_, process in processes) else None


def pss_bytes(roots: Roots) -> int | None:
    """The sum of the proportional set sizes now; None where one of them may not be read."""
    total = 0
    for *_, process in roots.processes():
        try:
            # smaps_rollup is one sum by the kernel; psutil's memory_full_info walks every mapping.
            text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        except PermissionError:
            return None
        total += next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)
    return total


def _sample(roots: Roots, usage: Usage, stop: threading.Event) -> None:
    while True:
        now = pss_bytes(roots)
        usage.peak_pss_bytes = None if now is None or usage.peak_pss_bytes is None else max(usage.peak_pss_bytes, now)
        if stop.wait(SAMPLE_EVERY_S):
            return
