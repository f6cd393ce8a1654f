"""Lines over a number, one panel above the other, in the look of the other pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from records.plan import Contender
from report.charts.palette import colours
from report.charts.style import INK, WIDTH, svg

HEIGHT = 220


@dataclass(frozen=True)
class Panel:
    """What one panel shows; each point and corner of a line is (name of the contender, x, y)."""

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
    contenders: Sequence[Contender],
    *,
    log: bool = False,
    ticks: Sequence[float] | None = None,
) -> str:
    """The SVG: x is the same in all panels; contenders are all of the plan's, whether or not they are shown.

    ticks are the only values named on x.
    """
    of = colours(contenders)
    shown = {name for part in parts for name, *_ in part.points}
    present = [contender for contender in contenders if contender.name in shown]
    scale = alt.Scale(
        domain=[contender.told for contender in present], range=[of[contender.name] for contender in present]
    )
    labels = {contender.name: contender.told for contender in contenders}
    x = alt.X("x:Q", title=None).scale(type="log" if log else "linear", nice=not (log or ticks))
    if ticks:
        x = x.axis(values=list(ticks), format=",d")
    drawn = [_panel(part, x if part is not parts[-1] else x.title(x_title), scale, labels) for part in parts]
    return svg(alt.vconcat(*drawn, spacing=18))


def _panel(part: Panel, x: Any, scale: Any, labels: dict[str, str]) -> Any:
    legend = alt.Legend(title=None, columns=2, symbolType="stroke", symbolStrokeWidth=3, symbolOpacity=1, labelLimit=0)
    colour = alt.Color("contender:N", scale=scale, legend=legend)
    axis = alt.Axis(grid=True, titleFontWeight="normal", titleFontSize=12, tickCount=6, minExtent=50)
    y = alt.Y("y:Q", title=part.title, scale=alt.Scale(zero=True), axis=axis)

    def table(rows: Sequence[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
        found = pd.DataFrame(rows, columns=["contender", *columns])
        return found.assign(contender=found["contender"].map(labels))

    marks = alt.Chart(pd.DataFrame({"y": list(part.marks)})).mark_rule(color=INK, strokeDash=[4, 3]).encode(y=y)
    spans = alt.Chart(table(part.spans, ["x", "y", "high"])).mark_rule(strokeWidth=5, opacity=0.4)
    lines = alt.Chart(table(part.lines, ["x", "y"])).mark_line(strokeWidth=2)
    points = alt.Chart(table(part.points, ["x", "y"])).mark_circle(size=38, opacity=0.8)
    checks = alt.Chart(table(part.checks, ["x", "y"])).mark_point(shape="diamond", size=90, strokeWidth=2)
    layers = [
        marks,
        spans.encode(x=x, y=y, y2="high:Q", color=colour),
        lines.encode(x=x, y=y, color=colour),
        points.encode(x=x, y=y, color=colour),
        checks.encode(x=x, y=y, color=colour),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
