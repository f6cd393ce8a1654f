"""What makes two machines different, the same for all of the report."""

from collections.abc import Callable, Iterable

from records.measurement import Machine
from report.text import plural

DIFFER_IN: dict[str, Callable[[Machine], str]] = {
    "name": lambda machine: machine.name,
    "CPU": lambda machine: machine.cpu,
    "cores": lambda machine: str(machine.cores),
    "memory": lambda machine: f"{machine.memory_bytes / 1e9:.0f} GB",
}
"""Some kB of memory, another kernel or another distribution make no other machine."""


def different(machines: Iterable[Machine]) -> list[Machine]:
    """The machines without those that are one of the others, in their order."""
    found: dict[tuple[str, ...], Machine] = {}
    for machine in machines:
        found.setdefault(tuple(told(machine) for told in DIFFER_IN.values()), machine)
    return list(found.values())


def described(machine: Machine) -> str:
    """A machine in words: desk (AMD EPYC, 2 cores, 25 GB)."""
    return f"{machine.name} ({machine.cpu}, {plural(machine.cores, 'core')}, {DIFFER_IN['memory'](machine)})"
