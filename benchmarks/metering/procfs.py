"""What Linux tells of processes in /proc, read at the cost of the system calls alone.

psutil does the same for any system, at five to ten times the CPU: too much for what is read several times a second
while a stack is measured. Everything that is not, uses psutil.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
_LISTS_CHILDREN: Final = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists()  # CONFIG_PROC_CHILDREN
_PSS = re.compile(rb"^Pss:\s*(\d+) kB", re.MULTILINE)


class Stat(NamedTuple):
    """One process at one moment. The pair (pid, started) is never given again."""

    pid: int
    started: int
    name: bytes
    parent: int
    threads: int
    ticks: int
    """CPU of its own, user and system, in clock ticks."""
    reaped_ticks: int
    """CPU of the children that ended and that it waited for."""
    resident_bytes: int


def stat(pid: int) -> Stat | None:
    """The process as it is now, a zombie too; None where there is none."""
    text = _read(f"/proc/{pid}/stat")
    if not text:
        return None
    name_end = text.rindex(b")")  # a name may hold spaces and parentheses
    rest = text[name_end + 2 :].split(b" ", 22)
    return Stat(
        pid,
        started=int(rest[19]),
        name=text[text.index(b"(") + 1 : name_end],
        parent=int(rest[1]),
        threads=int(rest[17]),
        ticks=int(rest[11]) + int(rest[12]),
        reaped_ticks=int(rest[13]) + int(rest[14]),
        resident_bytes=int(rest[21]) * PAGE_BYTES,
    )


def tree(root: int) -> Iterator[Stat]:
    """The process and its descendants, parents first. A descendant may be missed while others of it end."""
    if not _LISTS_CHILDREN:
        yield from whole_tree(root, every_process())
        return
    pids = [root]
    for pid in pids:
        if process := stat(pid):
            yield process
            pids += _children(process)


def whole_tree(root: int, processes: Mapping[int, Stat]) -> Iterator[Stat]:
    """The same of all processes: nothing is missed, at a cost that grows with the machine's processes."""
    children: dict[int, list[int]] = {}
    for process in processes.values():
        children.setdefault(process.parent, []).append(process.pid)
    pids = [root] if root in processes else []
    for pid in pids:
        yield processes[pid]
        pids += children.get(pid, ())


def every_process() -> dict[int, Stat]:
    """All that this process may see, by pid."""
    found = (stat(int(name)) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208 - hot
    return {process.pid: process for process in found if process}


def arguments(pid: int) -> list[bytes]:
    """The command line; empty where the process has ended."""
    return _read(f"/proc/{pid}/cmdline").split(b"\0")


def pss_bytes(pid: int) -> int:
    """The proportional set size now, 0 where the process has ended; raises PermissionError.

    The kernel walks every page for it: some milliseconds for 100 MB.
    """
    found = _PSS.search(_read(f"/proc/{pid}/smaps_rollup"))
    return int(found[1]) * 1024 if found else 0


def machine_busy_s() -> float | None:
    """CPU seconds that all CPUs were not idle since the machine started, steal included; None where it is not told.

    In a container this may be the host's.
    """
    return _busy_s().get("cpu")


def core_busy_s() -> Mapping[int, float] | None:
    """The same of each core, by its number; None where it is not told."""
    return {int(name[3:]): busy_s for name, busy_s in _busy_s().items() if name != "cpu"} or None


def _busy_s() -> Mapping[str, float]:
    """The lines of /proc/stat on CPUs: cpu for all, cpu0, cpu1 ... for each; empty where there are none."""
    try:
        lines = [line.split() for line in Path("/proc/stat").read_text().splitlines() if line.startswith("cpu")]
        return {name: _not_idle(*map(int, ticks)) / TICKS_PER_S for name, *ticks in lines}
    except (OSError, ValueError, TypeError):
        return {}


def _not_idle(user: int, nice: int, system: int, _idle: int, _iowait: int, *more: int) -> int:
    irq, softirq, steal, *_guest = [*more, 0, 0, 0]  # user and nice hold the guests' time already
    return user + nice + system + irq + softirq + steal


def _children(process: Stat) -> list[int]:
    tasks: list[str] = [str(process.pid)]
    if process.threads > 1:
        try:
            tasks = os.listdir(f"/proc/{process.pid}/task")  # noqa: PTH208 - hot
        except OSError:
            return []
    # Listed by the thread that started them.
    return [int(pid) for task in tasks for pid in _read(f"/proc/{process.pid}/task/{task}/children").split()]


def _read(path: str) -> bytes:
    """The file's text, in one system call, so that it is of one moment; empty where the process has ended."""
    try:
        file = os.open(path, os.O_RDONLY)
    except (FileNotFoundError, ProcessLookupError):
        return b""
    try:
        return os.read(file, 1 << 16)
    except ProcessLookupError:
        return b""
    finally:
        os.close(file)
