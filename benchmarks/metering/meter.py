"""What every meter answers, whatever it reads."""

from typing import Protocol

from records.measurement import Resources


class Meter(Protocol):
    """What was used in a block, known when the block has ended."""

    def resources(self) -> Resources:
        """As it is recorded."""
        ...
