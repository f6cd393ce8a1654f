"""What it costs to look at processes while they are measured, as a share of the CPU time that they use."""

import os
import sys
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.services import Service, running
from benchmarks.metering.processes import Roots, measured
from benchmarks.speed.conftest import Say

NOBODY = 2**31 - 1
"""A process id that no process has."""

FAMILY = """
import os, sys, time
from pathlib import Path
for _ in range(int(sys.argv[1])):
    if not os.fork():
        time.sleep(600)
while not Path(sys.argv[2], "begin").exists():
    time.sleep(0.05)
while time.process_time() < 5:
    pass
Path(sys.argv[2], "done").touch()
time.sleep(600)
"""


@pytest.mark.parametrize("children", [0, 10])
def test_the_harness_share_of_cpu(benchmark: BenchmarkFixture, children: int, tmp_path: Path, say: Say) -> None:
    """A process that works for five CPU seconds, alone or with a family that sleeps."""
    command = [sys.executable, "-c", FAMILY, str(children), str(tmp_path)]

    def work() -> None:
        (tmp_path / "begin").touch()
        while not (tmp_path / "done").exists():
            time.sleep(0.05)

    with running([Service("family", command, dict(os.environ), workers="children")], tmp_path) as services:
        with measured(Roots(services, postmaster=NOBODY)) as meter:
            benchmark.pedantic(work, rounds=1)
        used = meter.resources()
    share = used.harness_cpu_s / sum(used.cpu_s_by_role.values())
    benchmark.extra_info["share"] = share
    say(f"the harness's CPU beside a process with {children} children: {share:.2%} of what they use\n")
