"""The look that all pictures share, as SVG text drawn without a browser or a network."""

import json
import re
from functools import lru_cache
from typing import Any, Final

import vl_convert

WIDTH = 600
INK = "#1c2126"
# Okabe and Ito's colours, told apart with any colour vision; light ones get an outline.
STEP_COLOURS = ["#56b4e9", "#0072b2", "#009e73", "#f0e442", "#e69f00", "#d55e00", "#cc79a7", "#8a929b"]


_LOOK: Final = {
    "font": "Helvetica, Arial, sans-serif",
    "background": "#ffffff",
    "padding": 12,
    "lineBreak": "\n",
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "titleColor": INK, "gridColor": "#e3e7eb", "labelFontSize": 12, "labelLimit": 0},
    "axisX": {"titleFontWeight": "normal", "titleFontSize": 12, "titlePadding": 8, "labelFlush": False},
    "axisY": {"grid": False, "ticks": False, "domain": False, "labelPadding": 8, "minExtent": 110},
    "title": {"fontSize": 13, "subtitleFontSize": 12, "color": INK, "subtitleColor": "#59636e", "frame": "group"},
    "legend": {"orient": "top", "labelFontSize": 12, "labelColor": INK},
}
"""Fonts, colours and margins of all pictures."""


def svg(chart: Any) -> str:
    """The chart as SVG text, in the look that all pictures share."""
    return drawn(specification(chart))


def specification(chart: Any) -> str:
    """The chart as a Vega-Lite specification in JSON, in the look that all pictures share."""
    # Altair's own configure_ methods copy the chart with all of its data, each time.
    return json.dumps(chart.to_dict(validate=False) | {"config": _LOOK}, sort_keys=True)


# The same picture stands in README and on the page.
@lru_cache
def drawn(specification: str) -> str:
    """A specification as SVG text."""
    return _numbered(vl_convert.vegalite_to_svg(specification))


def _numbered(text: str) -> str:
    """SVG with its ids counted from 1: the library goes on counting from picture to picture."""
    names = {name: f"part{i}" for i, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', text)), 1)}
    return re.sub(r'(\bid="|url\(#|href="#)([^")]+)', lambda found: found[1] + names.get(found[2], found[2]), text)
