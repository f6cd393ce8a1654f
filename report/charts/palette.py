"""Which colour a contender has, the same in every picture of a report."""

from collections.abc import Sequence
from colorsys import hls_to_rgb
from typing import Final

from records.names import CONTROL, Kind
from records.plan import Contender
from report.charts.style import INK, STEP_COLOURS

SKY, BLUE, GREEN, YELLOW, ORANGE, RED, PINK, GREY = STEP_COLOURS
BROWN: Final = "#7f3b08"
_CONTROLS: Final = (GREY, INK)
_FAMILIES: Final = ((BLUE, SKY, GREEN, PINK), (RED, ORANGE, BROWN, YELLOW))
"""Of the first stacks: the tuned contender first, then stock, then special ways."""
_SHADES: Final = (0.35, 0.6, 0.2, 0.75)
_GOLDEN: Final = 0.618034
_FIRST_HUE: Final = 0.78
_FIRST: Final[dict[Kind, int]] = {"control": 0, "tuned": 0, "stock": 1}


def colours(contenders: Sequence[Contender]) -> dict[str, str]:
    """Contender's name -> its colour: a family of colours for each stack, however many; the control's apart.

    All of a plan's contenders have to be given for a contender to have one colour in all pictures.
    """
    tools = dict.fromkeys(contender.stack for contender in contenders if contender.stack != CONTROL)
    families = {CONTROL: _CONTROLS} | {stack: _family(number) for number, stack in enumerate(tools)}
    found: dict[str, str] = {}
    for stack, family in families.items():
        members = [contender for contender in contenders if contender.stack == stack]
        special = [contender.name for contender in members if contender.kind == "special"]
        first_special = 1 if stack == CONTROL else 2
        for each in members:
            place = _FIRST[each.kind] if each.kind in _FIRST else first_special + special.index(each.name)
            found[each.name] = family[place] if place < len(family) else _paler(family[-1], place - len(family))
    return found


def _paler(colour: str, number: int) -> str:
    """A colour for one more contender of a stack than its family has: the last one's, paler each time."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    share = 1 - 0.7 ** (number + 1)
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in parts)


def _family(number: int) -> tuple[str, ...]:
    """The colours of a stack; beyond the chosen ones, shades of a hue that is far from those before it."""
    if number < len(_FAMILIES):
        return _FAMILIES[number]
    hue = (_FIRST_HUE + (number - len(_FAMILIES)) * _GOLDEN) % 1
    return tuple(_written(hls_to_rgb(hue, light, 0.6)) for light in _SHADES)


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
