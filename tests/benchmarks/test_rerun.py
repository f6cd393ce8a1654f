"""Every fault on one running stack of each tool: in a warehouse with a past, as a user's is."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from benchmarks.deployment.supervisor import run_supervised
from benchmarks.measuring.folders import state_folder

from .recoveries import CONTENDERS, Recovered, RecoveredOf, Recoveries
from .running_stack import DAYS


@pytest.fixture(scope="module")
def recovered(tmp_path_factory: pytest.TempPathFactory) -> RecoveredOf:
    """Each contender in each fault once, in its first way; both go on side by side: here no time counts."""
    out = tmp_path_factory.mktemp("rerun")
    with state_folder() as state, ThreadPoolExecutor() as both:
        each = both.map(lambda name: _recover(name, out, state), CONTENDERS)
        return {(name, fault): one for name, found in zip(CONTENDERS, each, strict=True) for fault, one in found}


class TestOnARunningStack(Recoveries):
    """tests/long has them isolated, as the report tells of them."""

    days = DAYS


def _recover(name: str, out: Path, state: Path) -> list[tuple[str, Recovered]]:
    stack = name.partition(":")[0]
    file, log, home = out / f"{stack}.json", out / f"{stack}.log", state / stack
    command = [sys.executable, "-m", "tests.benchmarks.running_stack", name, str(file), str(home)]
    assert run_supervised(command, home, log, lambda _: None) == 0, log.read_text()[-3000:]
    return list(TypeAdapter(dict[str, Recovered]).validate_json(file.read_bytes()).items())
