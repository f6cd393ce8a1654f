"""What every meter answers, whatever it reads."""

from typing import Protocol

from records.measurement import Resources


class Meter(Protocol):
    """What was used in a block, told when the block has ended."""

    def resources(self) -> Resources:
        """As it is recorded; raises RuntimeError before the block's end."""
        ...


class Used:
    """A meter that is given its answer at the block's end."""

    def __init__(self) -> None:
        self._found: Resources | None = None

    def end(self, found: Resources) -> None:
        """What was used in the block."""
        self._found = found

    def resources(self) -> Resources:
        """The same, from then on."""
        if self._found is None:
            raise RuntimeError("what a block used is known when it has ended")
        return self._found
