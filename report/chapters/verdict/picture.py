"""The verdict as a picture: ratios to the reference on a logarithmic scale, one row per measure."""

from typing import Any

import altair as alt
import pandas as pd

from records.plan import Stack
from report.chapters.verdict.rows import Row, Standing, verdict_rows
from report.chapters.verdict.tables import one_reference, tools_of
from report.charts.palette import GREY, tool_colours
from report.charts.style import INK, svg
from report.page.document import Picture
from report.text import listed, times

_ALIKE = "no measurable difference"
_SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
_LINE = "|"
"""What parts the lines of a measure's name."""
_TICKS = [0.1, 0.2, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 5, 10]


def picture(found: list[Row]) -> Picture | None:
    """The ratios that have a verdict, with their intervals; None without any.

    Of one tool and its reference the colour is that of the tool which is ahead, of more the colour and the shape say
    the tool.
    """
    found = verdict_rows(found)
    shown = [
        (row, one)
        for row in found
        for one in row.others
        if one.against and one.against.enough and one.against.ratio is not None
    ]
    if not shown:
        return None
    compared = {one.tool.name: one.tool for _, one in shown}
    reference = one_reference([row for row, _ in shown])
    marks = [_mark(row, one, found) for row, one in shown]
    table = pd.DataFrame(marks)
    against = reference.label if reference else "the reference"
    if reference and len(compared) == 1:
        (tool,) = compared.values()
        who, told, drawn = tool.label, "text", _of_two(table, tool, reference, tools_of(found))
    else:
        tools = [tool for tool in tools_of(found) if tool.name in compared]
        who, told = listed([tool.label for tool in tools]), "named"
        drawn = _of_many(table, tools, against, tool_colours([tool.name for tool in tools_of(found)]))
    said = "; ".join(f"{mark['measure'].replace(_LINE, ' ')} {mark[told]}" for mark in marks)
    words = f"Ratios of {who} to {against} with their intervals, one row per measure: {said}"
    return Picture("verdict", words, svg(drawn.properties(width=440)))


def _mark(row: Row, one: Standing, found: list[Row]) -> dict[str, Any]:
    """A ratio as a row of the table that is drawn."""
    assert one.against
    ratio = one.against.ratio
    low, high = one.against.interval or (ratio, ratio)
    name = row.measure.name.split(",")[0]
    several = sum(other.measure.short == row.measure.short for other in found) > 1
    return {
        "measure": f"{row.measure.short}{_LINE}{row.short}" if several else name,
        "tool": one.tool.label,
        "ratio": ratio,
        "low": low,
        "high": high,
        "text": times(ratio),
        "named": f"{one.tool.label} {times(ratio)}",
        "verdict": one.against.verdict,
    }


def _of_two(table: pd.DataFrame, tool: Stack, reference: Stack, ordered: list[Stack]) -> Any:
    one, other = tool.label, reference.label
    of = tool_colours([tool.name for tool in ordered])
    ahead = {"less": f"{one} needs less", "more": f"{other} needs less", _ALIKE: _ALIKE}
    colours = {"less": of[tool.name], "more": of[reference.name], _ALIKE: GREY}
    shapes = {"less": "circle", "more": "square", _ALIKE: "diamond"}
    present = [verdict for verdict in ahead if verdict in set(table["verdict"])]
    words = {verdict: ahead[verdict] for verdict in present}
    legend = alt.Legend(title=None, labelExpr=f"{words!r}[datum.label]", columns=3, columnPadding=24, labelLimit=0)
    colour = alt.Color(
        "verdict:N", scale=alt.Scale(domain=present, range=[colours[each] for each in present]), legend=legend
    )
    shape = alt.Shape(
        "verdict:N", scale=alt.Scale(domain=present, range=[shapes[each] for each in present]), legend=legend
    )
    title = f"← less with {one}\u2003ratio of {one} to {other}\u2003less with {other} →"
    x, y = _x(table, title), _y(table)
    base = alt.Chart(table).encode(y=y)
    return alt.layer(
        _one(),
        base.mark_rule(strokeWidth=3).encode(x="low:Q", x2="high:Q", color=colour),
        base.mark_point(size=90, filled=True, opacity=1).encode(x=x, color=colour, shape=shape),
        base.mark_text(dy=-13, fontSize=12, color=INK).encode(x=x, text="text:N"),
    ).properties(height=alt.Step(40))


def _of_many(table: pd.DataFrame, tools: list[Stack], reference: str, of: dict[str, str]) -> Any:
    names = [tool.label for tool in tools]
    shapes = [_SHAPES[i % len(_SHAPES)] for i in range(len(tools))]
    legend = alt.Legend(title=None, columns=4, labelLimit=0)
    colour = alt.Color("tool:N", scale=alt.Scale(domain=names, range=[of[tool.name] for tool in tools]), legend=legend)
    shape = alt.Shape("tool:N", scale=alt.Scale(domain=names, range=shapes), legend=legend)
    x, y = _x(table, f"← less\u2003ratio to {reference}\u2003more →"), _y(table)
    base = alt.Chart(table).encode(y=y, yOffset=alt.YOffset("tool:N", sort=names))
    return alt.layer(
        _one(),
        base.mark_rule(strokeWidth=3).encode(x="low:Q", x2="high:Q", color=colour),
        base.mark_point(size=90, filled=True, opacity=1).encode(x=x, color=colour, shape=shape),
        base.mark_text(dy=-11, fontSize=11, color=INK).encode(x=x, text="text:N"),
    ).properties(height=alt.Step(26, **{"for": "offset"}))


def _one() -> Any:
    """Where both are the same."""
    return alt.Chart(pd.DataFrame({"one": [1]})).mark_rule(color=INK, strokeDash=[3, 3]).encode(x="one:Q")


def _x(table: pd.DataFrame, title: str) -> Any:
    widest = max(table["high"].max(), 1 / table["low"].min(), 1.5) * 1.15
    scale = alt.Scale(type="log", domain=[1 / widest, widest], nice=False)
    return alt.X("ratio:Q", title=title, scale=scale, axis=alt.Axis(format=".2~f", values=_TICKS))


def _y(table: pd.DataFrame) -> Any:
    # Room for names, here and in the legend, in a reader's wider font: the text is drawn there, its place is set here.
    order = list(dict.fromkeys(table["measure"]))
    # Of two lines the first would stand at the mark, and the second below.
    offset = -8 if any(_LINE in name for name in order) else 0
    axis = alt.Axis(minExtent=265, maxExtent=340, labelOffset=offset, labelExpr=f"split(datum.value, '{_LINE}')")
    return alt.Y("measure:N", sort=order, title=None, axis=axis)
