"""The timelines as pictures."""

from math import ceil
from typing import Any

import altair as alt
import pandas as pd

from records.names import PIPELINE
from report.charts.style import INK, STEP_COLOURS, WIDTH, drawn, specification, svg
from report.charts.timeline import KINDS, Timeline, timelines
from report.data.results import Results
from report.page.vega_embed import vega_embed
from report.text import number


def timeline(results: Results) -> tuple[str, str]:
    """When each step of each partition of the main case ran in a contender's median round, on one scale of seconds.

    As SVG, and as a Vega-Lite specification with two sliders that choose the seconds, and a tooltip on each bar; the
    specification is "" where there is no timeline.
    """
    parts = timelines(results)
    if not parts:
        return svg(_nothing("No contender has a timeline to show.")), ""
    longest = max(part.end_s for part in parts) * 1.02
    step = 0.5 if longest < 100 else ceil(longest / 200)
    end = ceil(longest / step) * step
    ends = {"first": ("from second ", 0), "last": ("to second ", end)}
    first, last = (
        alt.param(name=name, value=value, bind=alt.binding_range(min=0, max=end, step=step, name=words))
        for name, (words, value) in ends.items()
    )
    # Sliders that have crossed still leave a piece of the axis to look at.
    domain = [alt.expr("min(first, last - 0.1)"), alt.expr("max(last, first + 0.1)")]
    panels = [_timeline_panel(part, domain, last=part is parts[-1]) for part in parts]
    found = specification(alt.vconcat(*panels, spacing=18).add_params(first, last))
    vega_embed()  # What the page needs to zoom: begun now, it is there when the page is written.
    return drawn(found), found


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
    title = alt.TitleParams(part.contender.told, subtitle=f"round {part.round}: {times}", anchor="start")
    height = row * len(part.partitions)
    return alt.layer(steps, rules).properties(width=WIDTH, height=height, title=title)


def _nothing(text: str) -> Any:
    table = pd.DataFrame({"text": [text]})
    return alt.Chart(table).mark_text(fontSize=13).encode(text="text:N").properties(width=WIDTH, height=40)
