"""How slow the machine is just now: what the same short loop costs, whoever is measured beside it.

The cores of a virtual machine are faster or slower as its neighbours leave them to be, often by a third and within a
minute, and the CPU seconds of the same work with them.
"""

import time
from typing import Final

_TURNS: Final = 2_000


def pace_s() -> float:
    """CPU seconds, about 0.00005, of a loop of this thread.

    It touches next to no memory: what it costs tells what the core's other guests leave, and not how much of the caches
    the contender takes. The best of three, because interrupts come by chance.
    """
    return min(_loop_s() for _ in range(3))


def _loop_s() -> float:
    began = time.thread_time()
    for _ in range(_TURNS):
        pass
    return time.thread_time() - began


class Pace:
    """The pace at which CPU time was used, from looks at both.

    CPU time over the pace is work, counted in loops. Work adds up where seconds of different paces do not: the pace of
    all is all seconds over all work, a harmonic mean in which the seconds are the weights.
    """

    def __init__(self) -> None:
        self._used_s = 0.0
        self._loops = 0.0

    def look(self, used_s: float) -> None:
        """Run the loop; used_s is the CPU time that has been used since the last look."""
        self._used_s += used_s
        self._loops += used_s / pace_s()

    @property
    def mean_s(self) -> float | None:
        """CPU seconds of a loop while all that was used was used; None where no look saw any."""
        return self._used_s / self._loops if self._loops else None
