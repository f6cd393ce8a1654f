"""The picture of mistakes: which stage caught each with each tool."""

from typing import Any

import altair as alt
import pandas as pd

from records.ergonomics import Caught, Stage
from records.plan import Stack
from report.chapters.ergonomics.stages import SHOWN
from report.charts.style import INK, svg
from report.page.document import Picture

# From early to late: blue to red, told apart with any colour vision; the letters say it as well.
_COLOURS = ["#0072b2", "#56b4e9", "#009e73", "#f0e442", "#e69f00", "#a63c00", "#e3e7eb"]
_PALE: tuple[Stage, ...] = ("unit", "integration", "validate", "absent", "run")
_COLUMN = 150
"""How wide a tool's column is."""


def matrix(mistakes: dict[str, dict[str, Caught]], tools: list[Stack]) -> Picture:
    """One row per mistake, one column per tool; mistakes has name -> tool -> when it was caught."""
    return Picture(
        "mistakes",
        "Every mistake with each tool, and the stage that caught it; the table of every mistake says the same in words",
        _drawn(mistakes, tools),
    )


def _drawn(mistakes: dict[str, dict[str, Caught]], tools: list[Stack]) -> str:
    rows = [
        {
            "mistake": one.mistake.replace("-", " "),
            "kind": one.kind,
            "tool": tool.label,
            "stage": SHOWN[one.stage],
            "text": f"{SHOWN[one.stage]}" + (f", {one.seconds:.0f} s" if one.stage not in ("never", "absent") else ""),
            "dark": one.stage not in _PALE,
        }
        for of in mistakes.values()
        for tool in tools
        for one in [of[tool.name]]
    ]
    table = pd.DataFrame(rows)
    scale = alt.Scale(domain=list(SHOWN.values()), range=_COLOURS)
    base = alt.Chart().encode(
        x=alt.X(
            "tool:N",
            title=None,
            sort=[tool.label for tool in tools],
            axis=alt.Axis(orient="top", labelAngle=0, labelFontWeight="bold", domain=False, ticks=False),
        ),
        y=alt.Y("mistake:N", title=None),
    )
    colour: Any = alt.Color("stage:N", scale=scale, legend=alt.Legend(title=None, columns=4, symbolType="square"))
    cells = base.mark_rect(stroke="#ffffff", strokeWidth=1.5).encode(color=colour)
    words = base.mark_text(fontSize=11).encode(
        text="text:N", color=alt.condition("datum.dark", alt.value("#ffffff"), alt.value(INK))
    )
    # A block of rows for each kind of mistake.
    header = alt.Header(title=None, labelOrient="top", labelAnchor="start", labelFontWeight="bold", labelFontSize=12)
    blocks_of_kinds = (
        alt.layer(cells, words, data=table)
        .properties(width=_COLUMN * len(tools), height=alt.Step(21))
        .facet(row=alt.Row("kind:N", header=header), spacing=4)
        .resolve_scale(y="independent")
    )
    return svg(blocks_of_kinds)
