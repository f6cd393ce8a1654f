"""The look that all pictures share, as SVG text drawn without a browser or a network."""

import re
from typing import Any

import vl_convert

WIDTH = 600
INK = "#1c2126"
# Okabe and Ito's colours, told apart with any colour vision; light ones get an outline.
STEP_COLOURS = ["#56b4e9", "#0072b2", "#009e73", "#f0e442", "#e69f00", "#d55e00", "#cc79a7", "#8a929b"]


def svg(chart: Any) -> str:
    """The chart as SVG text, in the look that all pictures share."""
    return _numbered(vl_convert.vegalite_to_svg(settled(chart).to_json(validate=False)))


def settled(chart: Any) -> Any:
    """The chart with the fonts, colours and margins of all pictures."""
    return (
        chart.configure(font="Helvetica, Arial, sans-serif", background="#ffffff", padding=12)
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, titleColor=INK, gridColor="#e3e7eb", labelFontSize=12, labelLimit=0)
        .configure_axisX(titleFontWeight="normal", titleFontSize=12, titlePadding=8, labelFlush=False)
        .configure_axisY(grid=False, ticks=False, domain=False, labelPadding=8, minExtent=110)
        .configure_title(fontSize=13, subtitleFontSize=12, color=INK, subtitleColor="#59636e", frame="group")
        .configure_legend(orient="top", labelFontSize=12, labelColor=INK)
    )


def _numbered(text: str) -> str:
    """SVG with its ids counted from 1: the library goes on counting from picture to picture."""
    names = {name: f"part{i}" for i, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', text)), 1)}
    return re.sub(r'(\bid="|url\(#|href="#)([^")]+)', lambda found: found[1] + names.get(found[2], found[2]), text)
