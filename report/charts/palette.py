"""Which colour a contender has: its tool's hue, the same in every picture of every report; grey is the control's."""

from collections.abc import Iterable, Sequence
from colorsys import hls_to_rgb
from typing import Final

from records.names import CONTROL, Kind
from records.plan import Contender

BLUE: Final = "#0072b2"
RED: Final = "#d55e00"
GREY: Final = "#8a929b"
_CONTROLS: Final[tuple[str, ...]] = (GREY, "#3d444b")
_FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "airflow": (BLUE, "#56b4e9", "#003f66", "#8fb8de", "#2e8fa3"),
    "dagster": (RED, "#e69f00", "#7f3b08", "#f2b27a", "#b5651d"),
}
"""Stack -> its shades: the tuned contender's first, then stock's, then those of special ways.

Blues and oranges are told apart with any colour vision.
"""
_SHADES: Final = (0.35, 0.6, 0.2, 0.75)
_GOLDEN: Final = 0.618034
_FIRST_HUE: Final = 0.78
_FIRST: Final[dict[Kind, int]] = {"control": 0, "tuned": 0, "stock": 1}


def colours(contenders: Sequence[Contender]) -> dict[str, str]:
    """Contender's name -> its colour: shades of one hue for each stack, however many.

    All of a plan's contenders have to be given for a contender to have one colour in all pictures.
    """
    families = _families(contender.stack for contender in contenders)
    found: dict[str, str] = {}
    for stack, family in families.items():
        members = [contender for contender in contenders if contender.stack == stack]
        special = [contender.name for contender in members if contender.kind == "special"]
        first_special = 1 if stack == CONTROL else 2
        for each in members:
            place = _FIRST[each.kind] if each.kind in _FIRST else first_special + special.index(each.name)
            found[each.name] = family[place] if place < len(family) else _paler(family[-1], place - len(family))
    return found


def tool_colours(tools: Iterable[str]) -> dict[str, str]:
    """Tool's name -> its colour: that of its tuned contender."""
    return {stack: family[0] for stack, family in _families(tools).items()}


def _families(stacks: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Stack -> its shades; a stack without any of its own has a hue that is far from those before it."""
    known = {CONTROL: _CONTROLS} | _FAMILIES
    others = [stack for stack in dict.fromkeys(stacks) if stack not in known]
    return known | {stack: _shades(number) for number, stack in enumerate(others)}


def _paler(colour: str, number: int) -> str:
    """A colour for one more contender of a stack than its family has: the last one's, paler each time."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    share = 1 - 0.7 ** (number + 1)
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in parts)


def _shades(number: int) -> tuple[str, ...]:
    hue = (_FIRST_HUE + number * _GOLDEN) % 1
    return tuple(_written(hls_to_rgb(hue, light, 0.6)) for light in _SHADES)


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
