"""How fast the machine is just now: what the same piece of work costs, whoever is measured."""

import resource
import subprocess
import sys

from benchmarks.errors import BenchError
from benchmarks.machine import cores

# Reading and compiling modules is what every contender's processes do most. Isolated: nothing of the user's is in it.
_WORK = """
import string
from pathlib import Path
for path in sorted(Path(string.__file__).parent.glob("*.py")):
    compile(path.read_bytes(), path.name, "exec")
"""


def yardstick_cpu_s() -> float:
    """CPU seconds, about 0.5, that it costs a core when every core does it at once; nothing else should run.

    Raises BenchError where the work fails.
    """
    before = _of_ended_children()
    working = [subprocess.Popen([sys.executable, "-I", "-S", "-c", _WORK]) for _ in range(cores())]
    if any(process.wait() for process in working):
        raise BenchError("the yardstick's work failed: this Python cannot compile its own modules")
    return (_of_ended_children() - before) / len(working)


def _of_ended_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
