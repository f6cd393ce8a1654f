"""Wall and CPU time as a picture."""

from typing import Any

import altair as alt
import pandas as pd

from report.charts.palette import colours
from report.charts.style import INK, WIDTH, svg
from report.data.metrics import CPU, WALL, Metric
from report.data.results import Results
from report.data.series import Series
from report.stats.intervals import median_interval
from report.text import case_label, number


def bars(results: Results) -> str:
    """Wall and CPU time of the main case: a bar to each median, a line over its interval, a dot for every round."""
    panels = [_bar_panel(results, metric) for metric in (WALL, CPU)]
    read = f"{case_label(results.main.case)}. Bar: median. Line: its 95 % interval. Dots: every round."
    title = alt.TitleParams(read, anchor="start", fontWeight="normal")
    return svg(alt.vconcat(*panels, spacing=24).properties(title=title))


def _bar_panel(results: Results, metric: Metric) -> Any:
    shown = results.series(results.main)
    table = pd.DataFrame(_bar(series, metric) for series in shown)
    rounds = pd.DataFrame(
        [{"contender": series.contender.told, "value": value} for series in shown for value in series.values(metric)],
        columns=["contender", "value"],
    )
    # Room to the right of the longest bar for its figure.
    longest = float(table["end"].max()) or 1.0
    x = alt.X("median:Q", title=f"{metric.title}, seconds", scale=alt.Scale(domain=[0, longest * 1.15], nice=False))
    # Room for names in a reader's wider font: the text is drawn there, its place is set here.
    y = alt.Y(
        "contender:N",
        sort=[series.contender.told for series in shown],
        title=None,
        axis=alt.Axis(minExtent=220, maxExtent=300),
    )
    base = alt.Chart(table).encode(y=y)
    of = colours(results.plan.contenders)
    scale = alt.Scale(domain=[series.contender.told for series in shown], range=[of[series.name] for series in shown])
    colour = alt.Color("contender:N", scale=scale, legend=None)
    layers = [
        # Lighter than a line of the same colour: dots and rules have to show on it.
        base.mark_bar(height={"band": 0.6}, opacity=0.45).encode(x=x, color=colour),
        alt.Chart(rounds).mark_circle(size=34, opacity=0.7, color=INK, yOffset=6).encode(y=y, x="value:Q"),
        base.mark_rule(strokeWidth=2, color=INK, yOffset=-5).encode(x="low:Q", x2="high:Q"),
        *(base.mark_tick(thickness=2, size=9, color=INK, yOffset=-5).encode(x=f"{end}:Q") for end in ("low", "high")),
        base.mark_text(align="left", dx=9, fontSize=12, color=INK).encode(x="end:Q", text="text:N"),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=alt.Step(34))


def _bar(series: Series, metric: Metric) -> dict[str, Any]:
    own, centre = series.values(metric), series.median(metric)
    low, high = median_interval(own) or (None, None)
    return {
        "contender": series.contender.told,
        "median": centre,
        "low": low,
        "high": high,
        "text": "no number" if centre is None else f"{number(centre)} {metric.unit}",
        "end": max([*own, high or 0]),
    }
