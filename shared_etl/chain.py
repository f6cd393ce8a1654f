"""A step of a chain that is all handing over: it computes one Fibonacci number, and tells when.

The workload is that of Windmill's orchestrator benchmark (windmill-labs/windmill-benchmarks, competitors/2026-09).
"""

import json
import os
import time
from pathlib import Path

LOG, STEPS, NUMBER = "CHAIN_LOG", "CHAIN_STEPS", "CHAIN_NUMBER"
"""The variables that name the file of what was computed, how many steps a chain has, and which number each computes."""


def fibonacci(number: int) -> int:
    """By naive recursion: work of a known size, about 8 µs for 10 and 0.35 s for 33."""
    return number if number < 2 else fibonacci(number - 1) + fibonacci(number - 2)


def names() -> list[str]:
    """The steps of the chain, in their order: step_00, step_01."""
    return [f"step_{place:02}" for place in range(int(os.environ[STEPS]))]


def compute(step: str) -> int:
    """The step's number; a line in the log tells the step, its process, start and end (seconds since 1970), the value.

    A file, because a connection to a database would take longer than some orchestrators' steps.
    """
    number = int(os.environ[NUMBER])
    started = time.time()
    value = fibonacci(number)
    ended = time.time()
    line = {"step": step, "process": os.getpid(), "started": started, "ended": ended, "value": value}
    with Path(os.environ[LOG]).open("a") as log:
        log.write(f"{json.dumps(line)}\n")
    return value


def main() -> None:
    """``python -m shared_etl.chain``: every step, one after the other, in this process."""
    for step in names():
        compute(step)


if __name__ == "__main__":
    main()
