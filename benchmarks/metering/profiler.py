"""Where CPU time goes: the call stacks of every Python process of a stack, sampled by py-spy."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.deployment.services import wait_until
from benchmarks.errors import BenchError

_RATE: Final = 50
"""Looks a second at each process: a hundredth of what CPU time that is told of (0.5 s) has 25."""
_DOING: Final = (
    ("dbt --version", re.compile(r'process \d+:"[^"]*dbt"? --version')),
    ("imports", re.compile(r"<frozen importlib|importlib/__init__|_find_and_load")),
    (
        "dbt: start and parse",
        re.compile(r"dbt/(?:parser|config|deps|cli/requires|compilation|graph/manifest|contracts/graph)"),
    ),
    (
        "connections",
        re.compile(r"(?:^|;)(?:_?connect|__connect|connect_gen|_create_connection) \((?:[^;]*)(?:psycopg|sqlalchemy)"),
    ),
    ("step work", re.compile(r"shared_etl/|dbt/(?:task|adapters|runners|materializations)|dbt_common")),
    (
        "events and states",
        re.compile(
            r"event_log|/events/|store_event|execution_api|supervisor/comms|task_sdk|execution_time|runs_storage|storage/"
        ),
    ),
)
"""What a stack of calls does: the first whose pattern is in it, outermost call first."""
REST: Final = "the rest"


class Sampled:
    """How many looks found a process on a core, by what it did; told when the block has ended."""

    def __init__(self) -> None:
        self.looks: Counter[str] = Counter()

    def shares(self, cpu_s: float) -> dict[str, float]:
        """CPU seconds, of so many in all, by what they were used for."""
        total = sum(self.looks.values())
        return {doing: round(cpu_s * count / total, 2) for doing, count in self.looks.most_common()} if total else {}


@contextmanager
def sampled(raw: Path) -> Iterator[Sampled]:
    """Look at this process's descendants from here to the end of the block; what py-spy wrote is kept as the file.

    Looking costs CPU time, and stretches what is looked at: no time that is measured meanwhile counts. Raises
    BenchError where the processes may not be looked at.
    """
    program = shutil.which("py-spy", path=str(Path(sys.executable).parent)) or "py-spy"
    options = (
        "--subprocesses",
        "--full-filenames",
        "--nonblocking",
        "--rate",
        str(_RATE),
        "--format",
        "raw",
        "--output",
        str(raw),
    )
    found = Sampled()
    said = raw.with_suffix(".log")
    with said.open("wb") as log:
        spy = subprocess.Popen(
            [program, "record", "--pid", str(os.getpid()), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: b"Sampling" in said.read_bytes() or spy.poll() is not None, "py-spy", [], 30)
        if spy.poll() is not None:
            raise BenchError(
                f"py-spy may not look at the processes ({said.read_text(errors='replace').strip()}): be root, or "
                "sysctl kernel.yama.ptrace_scope=0"
            )
        yield found
    finally:
        spy.send_signal(signal.SIGINT)
        spy.wait(60)
    found.looks = looks(raw.read_text(errors="replace").splitlines(), os.getpid())


def looks(lines: Iterable[str], harness: int) -> Counter[str]:
    """What was done -> looks that found it, from py-spy's raw lines ("process;process;frame;frame 12").

    The harness is the first process of each; what it did itself is left out.
    """
    found: Counter[str] = Counter()
    for line in lines:
        stack, _, count = line.rpartition(" ")
        stack = re.sub(rf'^process {harness}:"[^"]*";', "", stack)
        if not stack.startswith("process "):
            continue
        doing = next((doing for doing, pattern in _DOING if pattern.search(stack)), REST)
        found[doing] += int(count)
    return found
