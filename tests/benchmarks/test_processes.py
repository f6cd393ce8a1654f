"""CPU and memory of processes that come and go."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from benchmarks.deployment.services import Running, Service
from benchmarks.metering.processes import Roots, cpu_seconds, measured, unknown

NOBODY = 2**31 - 1
"""A process id that no process has."""

BURN = "import time\nend = time.process_time() + {}\nwhile time.process_time() < end: pass\n"
TELL = "print('burnt', flush=True)\ninput()\n"
RUN = "import subprocess, sys\n"
REAP = RUN + "subprocess.run([sys.executable, '-c', sys.argv[1]])\nprint('reaped', flush=True)\ninput()\n"
FAMILY = """
import os, time
memory = b"1" * 100_000_000
for _ in range({}):
    if not os.fork():
        time.sleep(600)
"""
THREADS = """
import subprocess, sys, threading, time
started = threading.Barrier(4)
def start():
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    started.wait()
    time.sleep(600)
for _ in range(3):
    threading.Thread(target=start).start()
started.wait()
print("started", flush=True)
time.sleep(600)
"""
TICKS = 0.05
"""CPU seconds that a few clock ticks can be off."""


@contextmanager
def service(code: str, *arguments: str, workers: str | None = "workers") -> Iterator[Running]:
    """A service that runs the code; ended, with what it left, after the block."""
    process = psutil.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Running(Service("service", [], {}, workers=workers), process, Path())
    finally:
        for child in process.children(recursive=True):
            child.kill()
        process.kill()
        process.communicate()


def line(running: Running) -> str:
    """What the service tells next."""
    return str(running.process.stdout.readline()).strip()


def go_on(running: Running) -> str:
    """Let the service go on; what it tells next."""
    running.process.stdin.write("\n")
    running.process.stdin.flush()
    return line(running)


@pytest.fixture
def dbt(tmp_path: Path) -> str:
    """A program named dbt that uses one CPU second, half of it in a child."""
    program = tmp_path / "bin" / "dbt"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{RUN}subprocess.run([sys.executable, '-c', {BURN.format(0.5)!r}])\n")
    with program.open("a") as script:
        script.write(BURN.format(0.5))
    program.chmod(0o755)
    return str(program)


def test_cpu_of_ended_children_counts_for_the_workers() -> None:
    """What a child used is not lost when it ends, and is told apart from the service itself."""
    with service(REAP, BURN.format(1)) as parent:
        assert line(parent) == "reaped"
        seconds = cpu_seconds(Roots([parent], postmaster=NOBODY))
    assert seconds["workers"] >= 1 - TICKS
    assert seconds["service"] < seconds["workers"]


def test_only_what_happens_between_the_ends_is_counted() -> None:
    """CPU that was used before the measurement does not count."""
    with service(REAP, BURN.format(1)) as parent:
        assert line(parent) == "reaped"
        with measured(Roots([parent], postmaster=NOBODY), memory=True) as meter:
            pass
    usage = meter.resources()
    assert sum(usage.cpu_s_by_role.values()) < 0.5
    assert usage.peak_pss_bytes is not None
    assert usage.peak_pss_bytes > 1_000_000


def test_a_process_that_starts_meanwhile_is_counted() -> None:
    """The services are looked up anew at both ends."""
    services: list[Running] = []
    with ExitStack() as left, measured(Roots(services, postmaster=NOBODY)) as meter:
        services.append(left.enter_context(service(BURN.format(0.5) + TELL)))
        assert line(services[0]) == "burnt"
    usage = meter.resources()
    assert usage.cpu_s_by_role["service"] >= 0.5 - TICKS
    assert usage.processes == 1


def test_dbt_has_a_role_of_its_own(dbt: str) -> None:
    """What dbt and its children use, though their parent reaps them, is not the workers'; nothing counts twice."""
    work = f"input()\n{RUN}subprocess.run([{dbt!r}, 'build'])\n{BURN.format(0.5)}{TELL}"
    with service(work) as parent:
        with measured(Roots([parent], postmaster=NOBODY)) as meter:
            assert go_on(parent) == "burnt"
        all_of_it = cpu_seconds(Roots([parent], postmaster=NOBODY))
    usage = meter.resources()
    roles = usage.cpu_s_by_role
    assert set(roles) == {"service", "workers", "dbt"}
    # dbt's is a lower bound: what it used after the last look is with the workers.
    assert 0.1 <= roles["dbt"] <= all_of_it["workers"]
    assert roles["dbt"] + roles["workers"] >= 1 - TICKS
    assert roles["service"] >= 0.5 - TICKS
    assert usage.processes == 3


def test_the_roles_add_up_to_what_the_counters_say(dbt: str) -> None:
    """Moving dbt's part changes no sum."""
    work = f"input()\n{RUN}subprocess.run([{dbt!r}, 'build'])\n{TELL}"
    with service(work) as parent:
        roots = Roots([parent], postmaster=NOBODY)
        before = sum(cpu_seconds(roots).values())
        with measured(roots) as meter:
            assert go_on(parent) == "burnt"
        used = sum(cpu_seconds(roots).values()) - before
    usage = meter.resources()
    assert sum(usage.cpu_s_by_role.values()) == pytest.approx(used, abs=TICKS)


def test_a_worker_named_otherwise_is_not_dbt(dbt: str) -> None:
    """Only the program counts, not a word further on in the command line."""
    work = f"input()\n{RUN}subprocess.run([sys.executable, '-c', {BURN.format(0.5)!r}, 'dbt', {dbt!r}])\n{TELL}"
    with service(work) as parent, measured(Roots([parent], postmaster=NOBODY)) as meter:
        assert go_on(parent) == "burnt"
    usage = meter.resources()
    assert set(usage.cpu_s_by_role) == {"service", "workers"}
    assert usage.cpu_s_by_role["workers"] >= 0.5 - TICKS


def test_a_peak_that_is_over_is_remembered() -> None:
    """Memory that a child held, and that went with it, is the peak."""
    hog = "memory = b'1' * 300_000_000\n" + BURN.format(6)
    work = f"input()\n{RUN}subprocess.run([sys.executable, '-c', {hog!r}])\n{TELL}"
    with service(work) as parent, measured(Roots([parent], postmaster=NOBODY), memory=True) as meter:
        assert go_on(parent) == "burnt"
    usage = meter.resources()
    assert usage.peak_pss_bytes is not None
    assert 300_000_000 < usage.peak_pss_bytes < 400_000_000


def test_looks_tell_when_memory_and_cpu_were_used() -> None:
    """One after the other, with CPU that only grows and the memory of each role; the highest is the peak."""
    with service(BURN.format(1) + TELL) as parent, measured(Roots([parent], postmaster=NOBODY), memory=True) as meter:
        assert line(parent) == "burnt"
    usage = meter.resources()
    times, used = [look.at_s for look in usage.looks], [look.cpu_s for look in usage.looks]
    assert len(times) > 2
    assert (times, used) == (sorted(times), sorted(used))
    assert used[0] < used[-1] <= 1.5
    assert {role for look in usage.looks for role in look.pss_bytes_by_role} == {"service"}
    assert usage.peak_pss_bytes == max(look.pss_bytes_by_role["service"] for look in usage.looks)


def test_memory_is_read_only_where_it_is_asked_for() -> None:
    """Reading it costs CPU beside what is timed."""
    with service(BURN.format(0.5) + TELL) as parent, measured(Roots([parent], postmaster=NOBODY)) as meter:
        assert line(parent) == "burnt"
    usage = meter.resources()
    assert usage.peak_pss_bytes is None
    assert usage.looks == []


def test_memory_that_a_family_shares_counts_once() -> None:
    """Forked children that only read what their parent holds add little."""
    with service(FAMILY.format(4) + TELL) as parent:
        assert line(parent) == "burnt"
        with measured(Roots([parent], postmaster=NOBODY), memory=True) as meter:
            pass
    usage = meter.resources()
    assert usage.peak_pss_bytes is not None
    assert 100_000_000 < usage.peak_pss_bytes < 200_000_000
    assert usage.processes == 5


def test_children_of_other_threads_are_found() -> None:
    """The kernel lists children by the thread that started them."""
    with service(THREADS) as parent:
        assert line(parent) == "started"
        with measured(Roots([parent], postmaster=NOBODY)) as meter:
            pass
    usage = meter.resources()
    assert usage.processes == 4


def test_cpu_of_other_processes_is_told_apart() -> None:
    """What runs meanwhile and is not the stack's is elsewhere."""
    with measured(Roots([], postmaster=NOBODY)) as meter:
        subprocess.run([sys.executable, "-c", BURN.format(1)], check=True)
    usage = meter.resources()
    assert usage.cpu_s_by_role == {}
    assert usage.elsewhere_cpu_s is not None
    assert usage.elsewhere_cpu_s >= 1 - TICKS


def test_what_was_used_is_told_when_the_block_has_ended() -> None:
    """Not before: it would not be whole."""
    with measured(Roots([], postmaster=NOBODY)) as meter, pytest.raises(RuntimeError, match="known when it has ended"):
        meter.resources()
    assert meter.resources().cpu_s == 0


def test_of_unknown_processes_the_harness_alone_is_measured() -> None:
    """Nothing is told of the rest."""
    with unknown() as meter:
        began = time.process_time()
        while time.process_time() - began < 0.1:
            pass
    usage = meter.resources()
    assert usage.harness_cpu_s >= 0.1
    assert (usage.cpu_s, usage.elsewhere_cpu_s, usage.processes) == (None, None, None)
