"""What this machine has of what a run needs."""

import platform
import shutil
import sys

import psutil

from benchmarks.cli.finding import Finding
from benchmarks.cli.surroundings import surroundings
from benchmarks.deployment import environments
from benchmarks.deployment.services import free_port
from benchmarks.errors import BenchError
from benchmarks.stacks.registry import specs
from benchmarks.stacks.spec import StackSpec

_PYTHONS = ((3, 11), (3, 13))
_DISK_BYTES = 4e9
_MEMORY_BYTES = 3e9


def findings() -> list[Finding]:
    """Everything worth knowing before a run."""
    found = [_environment(one, one.name, one.environment or one.name) for one in specs().values()]
    for one in specs().values():
        found += [_environment(one, name, name) for name in one.environments() if name != one.name]
    return [_python(), _system(), _uv(), *found, _port(), _disk(), _memory(), *surroundings()]


def _python() -> Finding:
    low, high = (".".join(map(str, version)) for version in _PYTHONS)
    well = _PYTHONS[0] <= sys.version_info[:2] <= _PYTHONS[1]
    return Finding("Python", platform.python_version(), well, "" if well else f"take Python {low} to {high}")


def _system() -> Finding:
    well = sys.platform == "linux"
    return Finding("system", platform.platform(), well, "" if well else "CPU and memory are read from Linux's /proc")


def _uv() -> Finding:
    try:
        return Finding("uv", environments.uv(), well=True)
    except BenchError as error:
        return Finding("uv", "missing", well=False, remedy=str(error))


def _environment(stack: StackSpec, of: str, name: str) -> Finding:
    what = f"environment of {of}"
    if not environments.python(name).exists():
        by_setup = ", or by 'make setup'" if of == stack.name else ""
        return Finding(what, "not made yet", well=True, remedy=f"made on first use{by_setup}")
    versions = stack.installed(name)
    named = [f"{name} {versions[name]}" for name in (*stack.packages[:1], "dbt-core") if name in versions]
    return Finding(what, ", ".join(named), well=True)


def _port() -> Finding:
    return Finding("free loopback port", f"such as {free_port()}", well=True)


def _disk() -> Finding:
    free = shutil.disk_usage(environments.PROJECT).free
    well = free >= _DISK_BYTES
    return Finding("free disk", f"{free / 1e9:.1f} GB", well, "" if well else f"free {_DISK_BYTES / 1e9:.0f} GB")


def _memory() -> Finding:
    free = psutil.virtual_memory().available
    well = free >= _MEMORY_BYTES
    return Finding(
        "available memory", f"{free / 1e9:.1f} GB", well, "" if well else f"free {_MEMORY_BYTES / 1e9:.0f} GB"
    )
