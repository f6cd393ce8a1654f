"""Who of a pair is compared with whom, where a tool has several contenders in it."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def compared(of: Mapping[str, Sequence[T]]) -> list[dict[str, T]]:
    """The first of each tool, then the second of each, and so on; a tool that has fewer is there with its last.

    of has at least one for each tool; [] where there are fewer than two tools.
    """
    if len(of) < 2:
        return []
    most = max(map(len, of.values()))
    return [{tool: own[min(place, len(own) - 1)] for tool, own in of.items()} for place in range(most)]
