"""CPU and memory of processes that come and go."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from benchmarks.process_tree import Roots, cpu_seconds, measured, pss_bytes
from benchmarks.services import Running, Service

NOBODY = 2**31 - 1
"""A process id that no process has."""

BURN = "import time\nend = time.process_time() + {}\nwhile time.process_time() < end: pass\n"
TELL = "print('burnt', flush=True)\ninput()"
PARENT = (
    "import subprocess, sys\nsubprocess.run([sys.executable, '-c', sys.argv[1]])\nprint('reaped', flush=True)\ninput()"
)


@pytest.fixture
def parent() -> Iterator[Running]:
    """A service that has run, and reaped, a child that used one CPU second."""
    service = Service("service", [], {}, workers="workers")
    process = psutil.Popen(
        [sys.executable, "-c", PARENT, BURN.format(1)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield Running(service, process, Path())
    process.communicate("\n")


def test_cpu_of_ended_children_counts_for_the_workers(parent: Running) -> None:
    """What a child used is not lost when it ends, and is told apart from the service itself."""
    assert parent.process.stdout.readline() == "reaped\n"
    seconds = cpu_seconds(Roots([parent], postmaster=NOBODY))
    assert seconds["workers"] >= 1
    assert seconds["service"] < seconds["workers"]


def test_only_what_happens_between_the_ends_is_counted(parent: Running) -> None:
    """CPU that was used before the measurement does not count."""
    assert parent.process.stdout.readline() == "reaped\n"
    with measured(Roots([parent], postmaster=NOBODY)) as usage:
        time.sleep(0.1)
    assert sum(usage.cpu_s_by_role.values()) < 0.5
    assert usage.peak_pss_bytes is not None
    assert usage.peak_pss_bytes > 1_000_000


def test_a_process_that_starts_meanwhile_is_counted() -> None:
    """The services are looked up anew at both ends."""
    services: list[Running] = []
    with measured(Roots(services, postmaster=NOBODY)) as usage:
        process = psutil.Popen(
            [sys.executable, "-c", BURN.format(0.5) + TELL], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        services.append(Running(Service("late", [], {}), process, Path()))
        assert process.stdout.readline() == b"burnt\n"
    process.communicate(b"\n")
    assert usage.cpu_s_by_role["late"] >= 0.4


def test_memory_of_a_family_is_more_than_that_of_its_head(parent: Running) -> None:
    """PSS adds up over the tree."""
    assert (pss_bytes(Roots([parent], postmaster=NOBODY)) or 0) > 0
