"""The machine that a measurement ran on."""

import os
import platform
import re
from pathlib import Path

import psutil

from benchmarks.errors import BenchError
from records.measurement import Machine


def machine() -> Machine:
    """This machine, as a reader of the figures has to know it."""
    return Machine(
        name=platform.node(),
        cpu=_cpu(),
        cores=cores(),
        memory_bytes=psutil.virtual_memory().total,
        system=_system(),
        python=platform.python_version(),
    )


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_machine(there: Machine, what: str) -> None:
    """Raise BenchError where something was measured on another machine than this: its times would not compare."""
    here = machine()
    if (there.name, there.cpu, there.cores) != (here.name, here.cpu, here.cores):
        raise BenchError(
            f"{what} was measured on {there.name} ({there.cores} x {there.cpu}), this is {here.name} "
            f"({here.cores} x {here.cpu}): their times do not compare; start a new run"
        )


def _system() -> str:
    """Kernel and C library by version, without the kernel's local build: Linux 6.18 x86_64, glibc 2.36."""
    version = re.match(r"\d+(\.\d+)?", platform.release())
    kernel = f"{platform.system()} {version[0] if version else platform.release()} {platform.machine()}"
    library = " ".join(part for part in platform.libc_ver() if part)
    return f"{kernel}, {library}" if library else kernel


def _cpu() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return found.group(1) if found else platform.processor() or "unknown"
