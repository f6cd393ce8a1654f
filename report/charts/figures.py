"""The pictures, as SVG text drawn without a browser or a network."""

import json
import re
from math import ceil
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from records.measurement import PIPELINE
from report.charts.timeline import KINDS, Timeline, timelines
from report.data.results import Results
from report.data.summary import CPU, WALL, Metric, summarize_case, values
from report.text import configuration, label, number

WIDTH = 600
INK = "#1c2126"
# Okabe and Ito's colours, told apart with any colour vision; light ones get an outline.
STEP_COLOURS = ["#56b4e9", "#0072b2", "#009e73", "#f0e442", "#e69f00", "#d55e00", "#cc79a7", "#8a929b"]
# The same stack lighter as it is installed, darker as it is tuned; what goes another way stands apart.
KIND_COLOURS = {"control": "#b8c0c8", "stock": "#c9dff0", "tuned": "#7db3dc", "special": "#e8c07d"}


def bars(results: Results) -> str:
    """Wall and CPU time of the main case: a bar to each median, a line over its interval, a dot for every round."""
    panels = [_bar_panel(results, metric) for metric in (WALL, CPU)]
    return svg(alt.vconcat(*panels, spacing=24))


def timeline(results: Results) -> str:
    """When each step of each partition of the main case ran in a contender's median round, on one scale of seconds."""
    drawn = timelines(results)
    if not drawn:
        return svg(_nothing("No contender has a timeline to show."))
    end = max(part.end_s for part in drawn)
    panels = [_timeline_panel(part, [0, end * 1.02], last=part is drawn[-1]) for part in drawn]
    return svg(alt.vconcat(*panels, spacing=18))


def zoomable_timeline(results: Results) -> str:
    """The same picture as a Vega-Lite specification: two sliders choose the seconds, a bar tells what it is.

    "" where there is no timeline.
    """
    drawn = timelines(results)
    if not drawn:
        return ""
    end = ceil(max(part.end_s for part in drawn) * 1.02)
    step = 0.5 if end < 100 else ceil(end / 200)
    ends = {"first": ("from second ", 0), "last": ("to second ", end)}
    first, last = (
        alt.param(name=name, value=value, bind=alt.binding_range(min=0, max=end, step=step, name=words))
        for name, (words, value) in ends.items()
    )
    # Sliders that have crossed still leave a piece of the axis to look at.
    domain = [alt.expr("min(first, last - 0.1)"), alt.expr("max(last, first + 0.1)")]
    panels = [_timeline_panel(part, domain, last=part is drawn[-1]) for part in drawn]
    return json.dumps(_settled(alt.vconcat(*panels, spacing=18).add_params(first, last)).to_dict(validate=False))


def _bar_panel(results: Results, metric: Metric) -> Any:
    key = results.main.key
    records = summarize_case(results, *key, [metric])
    order = [label(r.contender) for r in records]
    table = pd.DataFrame(
        {
            "contender": label(r.contender),
            "median": r.median,
            "low": r.low,
            "high": r.high,
            "text": number(r.median) + f" {r.unit}" if r.median is not None else "no number",
            "end": max([*values(results, *key, r.contender, metric), r.high or 0]),
            "kind": configuration(r.contender),
        }
        for r in records
    )
    rounds = pd.DataFrame(
        [
            {"contender": label(r.contender), "value": value}
            for r in records
            for value in values(results, *key, r.contender, metric)
        ],
        columns=["contender", "value"],
    )
    # Room to the right of the longest bar for its figure.
    longest = float(table["end"].max()) or 1.0
    x = alt.X("median:Q", title=f"{metric.title}, seconds", scale=alt.Scale(domain=[0, longest * 1.15], nice=False))
    y = alt.Y("contender:N", sort=order, title=None)
    base = alt.Chart(table).encode(y=y)
    kinds = [kind for kind in KIND_COLOURS if kind in set(table["kind"])]
    scale = alt.Scale(domain=kinds, range=[KIND_COLOURS[kind] for kind in kinds])
    colour = alt.Color("kind:N", scale=scale, legend=alt.Legend(title=None, symbolType="square", symbolStrokeWidth=0))
    layers = [
        base.mark_bar(height={"band": 0.6}).encode(x=x, color=colour),
        alt.Chart(rounds).mark_circle(size=34, opacity=0.7, color=INK, yOffset=6).encode(y=y, x="value:Q"),
        base.mark_rule(strokeWidth=2, color=INK, yOffset=-5).encode(x="low:Q", x2="high:Q"),
        *(base.mark_tick(thickness=2, size=9, color=INK, yOffset=-5).encode(x=f"{end}:Q") for end in ("low", "high")),
        base.mark_text(align="left", dx=9, fontSize=12, color=INK).encode(x="end:Q", text="text:N"),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=alt.Step(34))


def _timeline_panel(part: Timeline, seconds: list[Any], last: bool) -> Any:
    x = alt.X("start:Q", title="seconds since the backfill was requested" if last else None)
    x = x.scale(domainMin=seconds[0], domainMax=seconds[1], nice=False, zero=False).axis(tickCount=8, grid=True)
    # A few partitions get tall rows with outlines, a year's worth still fits on a page.
    row = max(1.5, min(26.0, 320 / len(part.partitions)))
    y = alt.Y("partition:O", sort=part.partitions, title=None, scale=alt.Scale(paddingInner=0.15))
    y = y.axis(labelOverlap="greedy")
    present = [kind for kind in KINDS if kind in PIPELINE or kind in set(part.bars["step"])]
    colours = alt.Scale(domain=present, range=STEP_COLOURS[: len(present)])
    legend = alt.Legend(title=None, columns=4, symbolType="square", symbolStrokeWidth=0, labelLimit=0)
    steps = (
        alt.Chart(part.bars)
        .mark_bar(stroke="#5b636b", strokeWidth=0.4 if row > 12 else 0, clip=True)
        .encode(
            x=x,
            x2="end:Q",
            y=y,
            yOffset="lane:O",
            color=alt.Color("step:N", scale=colours, legend=legend),
            tooltip=["step:N", "partition:N", *(alt.Tooltip(f"{at}:Q", format=".2f") for at in ("start", "end"))],
        )
    )
    rules = (
        alt.Chart(part.clocks)
        .mark_rule(color=INK, strokeWidth=1.8, clip=True)
        .encode(
            x="at:Q",
            strokeDash=alt.StrokeDash(
                "clock:N",
                scale=alt.Scale(domain=["data ready", "control plane done"], range=[[4, 3], [1, 0]]),
                legend=alt.Legend(title=None, orient="bottom", symbolStrokeColor=INK, labelLimit=0),
            ),
        )
    )
    times = ", ".join(f"{clock} {number(at)} s" for clock, at in part.clocks.itertuples(index=False))
    title = alt.TitleParams(label(part.contender), subtitle=f"round {part.round}: {times}", anchor="start")
    height = row * len(part.partitions)
    return alt.layer(steps, rules).properties(width=WIDTH, height=height, title=title)


def _nothing(text: str) -> Any:
    table = pd.DataFrame({"text": [text]})
    return alt.Chart(table).mark_text(fontSize=13).encode(text="text:N").properties(width=WIDTH, height=40)


def svg(chart: Any) -> str:
    """The chart as SVG text, in the look that all pictures share."""
    return _numbered(vl_convert.vegalite_to_svg(_settled(chart).to_json(validate=False)))


def _numbered(text: str) -> str:
    """SVG with its ids counted from 1: the library goes on counting from picture to picture."""
    names = {name: f"part{i}" for i, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', text)), 1)}
    return re.sub(r'(\bid="|url\(#|href="#)([^")]+)', lambda found: found[1] + names.get(found[2], found[2]), text)


def _settled(chart: Any) -> Any:
    return (
        chart.configure(font="Helvetica, Arial, sans-serif", background="#ffffff", padding=12)
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, titleColor=INK, gridColor="#e3e7eb", labelFontSize=12, labelLimit=0)
        .configure_axisX(titleFontWeight="normal", titleFontSize=12, titlePadding=8, labelFlush=False)
        .configure_axisY(grid=False, ticks=False, domain=False, labelPadding=8, minExtent=110)
        .configure_title(fontSize=13, subtitleFontSize=12, color=INK, subtitleColor="#59636e", frame="group")
        .configure_legend(orient="top", labelFontSize=12, labelColor=INK)
    )
