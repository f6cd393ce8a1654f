"""The ratios of wall time as a picture."""

from itertools import groupby
from typing import Any

import altair as alt
import pandas as pd

from report.charts.palette import BLUE, GREY, RED
from report.charts.style import INK, WIDTH, svg
from report.compare.records import ComparisonRecord
from report.data.metrics import WALL

COLOURS = {"faster": BLUE, "slower": RED, "no measurable difference": INK, "too few rounds": GREY}


def ratios(records: list[ComparisonRecord]) -> str | None:
    """B's wall time to A's: one panel per case, one dot per contender, a line over its interval; None without any."""
    drawn = [record for record in records if record.metric == WALL.name and record.ratio is not None]
    if not drawn:
        return None
    ends = [end for r in drawn for end in (r.ratio, r.low, r.high) if end is not None]
    # Equal sides get room around 1 too, or a hundredth would look like a lot.
    domain = [min(0.9, *ends) * 0.98, max(1.1, *ends) * 1.02]
    shown = {r.verdict for r in drawn}
    colours = alt.Scale(domain=[v for v in COLOURS if v in shown], range=[COLOURS[v] for v in COLOURS if v in shown])
    cases = [list(some) for _, some in groupby(drawn, key=lambda r: (r.scenario, r.case))]
    panels = [_panel(some, domain, colours, last=some is cases[-1]) for some in cases]
    return svg(alt.vconcat(*panels, spacing=14))


def _panel(records: list[ComparisonRecord], domain: list[float], colours: alt.Scale, *, last: bool) -> Any:
    table = pd.DataFrame(
        {"contender": r.label, "ratio": r.ratio, "low": r.low, "high": r.high, "verdict": r.verdict} for r in records
    )
    x = alt.X("ratio:Q", title="wall time, B to A" if last else None).scale(domain=domain, nice=False).axis(grid=True)
    y = alt.Y("contender:N", sort=list(table["contender"]), title=None)
    legend = alt.Legend(title=None, symbolOpacity=1, labelLimit=0)
    base = alt.Chart(table).encode(y=y, color=alt.Color("verdict:N", scale=colours, legend=legend))
    layers = [
        alt.Chart(pd.DataFrame({"ratio": [1]})).mark_rule(color=INK, strokeDash=[4, 3]).encode(x=x),
        base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q"),
        base.mark_circle(size=60, opacity=1).encode(x=x),
    ]
    title = alt.TitleParams(f"{records[0].scenario}, {records[0].case}", anchor="start")
    return alt.layer(*layers).properties(width=WIDTH, height=alt.Step(20), title=title)
