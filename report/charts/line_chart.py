"""Lines over a number, one panel above the other, in the look of the other pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from report.charts.figures import INK, STEP_COLOURS, WIDTH, svg
from report.data.summary import CONTROL
from report.text import configuration, label, stack

HEIGHT = 220
SKY, BLUE, GREEN, YELLOW, ORANGE, RED, PINK, GREY = STEP_COLOURS
BROWN = "#7f3b08"
CONTROLS = (GREY, INK)
# A family for each orchestrator: its tuned contender first, then stock, then its special ways.
FAMILIES = ((BLUE, SKY, GREEN, PINK), (RED, ORANGE, BROWN, YELLOW))


@dataclass(frozen=True)
class Panel:
    """What one panel shows; each point and corner of a line is (contender, x, y)."""

    title: str
    points: Sequence[tuple[str, float, float]]
    lines: Sequence[tuple[str, float, float]]
    checks: Sequence[tuple[str, float, float]] = ()
    """Points that the lines were not drawn from."""
    spans: Sequence[tuple[str, float, float, float]] = ()
    """Intervals: contender, x, low, high."""
    marks: Sequence[float] = ()
    """Heights with a line of their own."""


def panels(
    parts: Sequence[Panel],
    x_title: str,
    contenders: Sequence[str],
    *,
    log: bool = False,
    ticks: Sequence[float] | None = None,
) -> str:
    """The SVG: x is the same in all panels, and a contender has one colour in all of a report's pictures.

    ticks are the only values named on x.
    """
    of = _colours(contenders)
    shown = {name for part in parts for name, *_ in part.points}
    present = [name for name in contenders if name in shown]
    colours = alt.Scale(domain=[label(name) for name in present], range=[of[name] for name in present])
    x = alt.X("x:Q", title=None).scale(type="log" if log else "linear", nice=not (log or ticks))
    if ticks:
        x = x.axis(values=list(ticks), format=",d")
    drawn = [_panel(part, x if part is not parts[-1] else x.title(x_title), colours) for part in parts]
    return svg(alt.vconcat(*drawn, spacing=18))


def _colours(contenders: Sequence[str]) -> dict[str, str]:
    order = ["control", "tuned", "stock", "special"]
    stacks = list(dict.fromkeys(stack(name) for name in contenders if stack(name) != CONTROL))
    families = {CONTROL: CONTROLS} | {name: FAMILIES[i % len(FAMILIES)] for i, name in enumerate(stacks)}
    of: dict[str, str] = {}
    for name, family in families.items():
        members = [contender for contender in contenders if stack(contender) == name]
        members.sort(key=lambda contender: order.index(configuration(contender)))
        of |= {contender: family[i % len(family)] for i, contender in enumerate(members)}
    return of


def _panel(part: Panel, x: Any, colours: Any) -> Any:
    legend = alt.Legend(title=None, columns=4, symbolType="stroke", symbolStrokeWidth=3, symbolOpacity=1, labelLimit=0)
    colour = alt.Color("contender:N", scale=colours, legend=legend)
    axis = alt.Axis(grid=True, titleFontWeight="normal", titleFontSize=12, tickCount=6, minExtent=50)
    y = alt.Y("y:Q", title=part.title, scale=alt.Scale(zero=True), axis=axis)
    marks = alt.Chart(pd.DataFrame({"y": list(part.marks)})).mark_rule(color=INK, strokeDash=[4, 3]).encode(y=y)
    spans = alt.Chart(_table(part.spans, ["x", "y", "high"])).mark_rule(strokeWidth=5, opacity=0.4)
    lines = alt.Chart(_table(part.lines, ["x", "y"])).mark_line(strokeWidth=2)
    points = alt.Chart(_table(part.points, ["x", "y"])).mark_circle(size=38, opacity=0.8)
    checks = alt.Chart(_table(part.checks, ["x", "y"])).mark_point(shape="diamond", size=90, strokeWidth=2)
    layers = [
        marks,
        spans.encode(x=x, y=y, y2="high:Q", color=colour),
        lines.encode(x=x, y=y, color=colour),
        points.encode(x=x, y=y, color=colour),
        checks.encode(x=x, y=y, color=colour),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _table(rows: Sequence[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["contender", *columns])
    return table.assign(contender=table["contender"].map(label))
