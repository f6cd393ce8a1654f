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
_PROCESS: Final = r'process \d+:"[^"]*"'
_OF: Final = r"/site-packages/"
_DOING: Final[dict[str, str]] = {
    "dbt --version": r'process \d+:"[^"]*dbt --version"',
    "no Python call": rf"^{_PROCESS}(?:;{_PROCESS})*$",  # a process that starts or ends, or a library's own thread
    "imports": r"<frozen importlib",
    "connections": rf"connect(?:_gen)? \([^;]*{_OF}(?:psycopg2?|sqlalchemy)/",
    "dbt: models and tests": rf"{_OF}dbt/(?:task|adapters)/",
    "dbt: start and parse": rf"{_OF}(?:dbt|dbt_common|dbt_semantic_interfaces)/",
    "Python steps": r"/shared_etl/",
    "orchestrator: events and states": (
        rf"{_OF}dagster/_core/(?:events|storage|instance)/"
        rf"|{_OF}airflow/(?:api_fastapi|models|jobs)/|{_OF}airflow/sdk/(?:api|execution_time)/"
    ),
    "orchestrator: else": rf"{_OF}(?:airflow|dagster\w*|cosmos|celery|kombu|uvicorn|starlette|grpc)/",
}
"""What a stack of calls does: the first whose pattern is found in it. A call is told as "name (file:line)"."""
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
        doing = next((doing for doing, pattern in _DOING.items() if re.search(pattern, stack)), REST)
        found[doing] += int(count)
    return found
