"""The machine that a measurement ran on."""

import os
import platform
import re
from pathlib import Path

import psutil

from report.result_format import Machine


def machine() -> Machine:
    """This machine, as a reader of the figures has to know it."""
    return Machine(
        name=platform.node(),
        cpu=_cpu(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory_bytes=psutil.virtual_memory().total,
        system=platform.platform(),
        python=platform.python_version(),
    )


def _cpu() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return found.group(1) if found else platform.processor() or "unknown"
