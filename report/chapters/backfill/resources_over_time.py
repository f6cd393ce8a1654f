"""Memory and CPU over the time of a backfill, as a warm-up showed them."""

from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from report.chapters.backfill.cases import watched_case
from report.charts.style import INK, svg
from report.data.results import Results
from report.data.run import Run
from report.data.series import Series
from report.page.document import Block, Picture, Text
from report.text import case_label, number

_AXIS = alt.Axis(minExtent=36)  # room for labels of numbers; other pictures have names there
_WIDTH, _HEIGHT = 290, 90
_BIN_S = 1.0
"""CPU is shown as cores in use over so many seconds: between two looks there are but a few clock ticks."""


def watched(results: Results) -> dict[Series, Run]:
    """The first warm-up of each contender that was looked at, and left the right tables, in the case watched."""
    found = {}
    for series in results.series(watched_case(results)):
        looked_at = [run for run in series.warm_ups if run.sound and run.measurement.resources.looks]
        if looked_at:
            found[series] = looked_at[0]
    return found


def memory(run: Run) -> pd.DataFrame:
    """Columns at_s, role, mb: the memory that each role held at each look, 0 where it held none."""
    looks = run.measurement.resources.looks
    roles = sorted({role for look in looks for role in look.pss_bytes_by_role})
    return pd.DataFrame(
        [(look.at_s, role, look.pss_bytes_by_role.get(role, 0) / 1e6) for look in looks for role in roles],
        columns=["at_s", "role", "mb"],
    )


def cores(run: Run) -> pd.DataFrame:
    """Columns at_s, cores: CPU seconds per second in each second, from the looks nearest to its ends."""
    points: list[tuple[float, float]] = []
    used = 0.0
    for look in run.measurement.resources.looks:
        # What an ended process used is missing until its parent has reaped it: the sum never really falls.
        used = max(used, look.cpu_s)
        if not points or look.at_s - points[-1][0] >= _BIN_S:
            points.append((look.at_s, used))
    rates = [(b[0], (b[1] - a[1]) / (b[0] - a[0])) for a, b in pairwise(points)]
    return pd.DataFrame(rates, columns=["at_s", "cores"])


def blocks(results: Results) -> list[Block]:
    """A picture with one row per contender; [] where no warm-up was looked at."""
    runs = watched(results)
    if not runs:
        return []
    peaks = [
        f"{series.label} {number((run.measurement.resources.peak_pss_bytes or 0) / 1e6)} MB"
        for series, run in runs.items()
    ]
    return [
        Picture(
            "resources",
            "Memory by process role, and cores in use, over the seconds since the backfill was requested: one row per "
            f"contender, on the same scales. Peaks: {'; '.join(peaks)}",
            _drawn({series.contender.told: run for series, run in runs.items()}),
        ),
        Text(
            f"{case_label(watched_case(results).case)}, a warm-up of each contender. Left: sums of proportional set "
            "sizes, by process role. Right: CPU seconds per second. Reading memory costs CPU, so a warm-up takes "
            "longer than a round; its times are used nowhere else."
        ),
    ]


def _drawn(runs: dict[str, Run]) -> str:
    """One row per contender, under its label, all on the same scales."""
    held, busy = [memory(run) for run in runs.values()], [cores(run) for run in runs.values()]
    end = max(run.measurement.resources.looks[-1].at_s for run in runs.values())
    most = max(float(table.groupby("at_s")["mb"].sum().max()) for table in held)
    busiest = max([1.0, *(float(table["cores"].max()) for table in busy if len(table))])
    roles = list(dict.fromkeys(role for table in held for role in table["role"]))
    rows = []
    for label, own, used in zip(runs, held, busy, strict=True):
        title = "seconds since the backfill was requested" if own is held[-1] else None
        x = alt.X("at_s:Q", title=title, scale=alt.Scale(domain=[0, end], nice=False))
        rows.append(alt.hconcat(_memory_panel(own, x, most, roles, label), _cores_panel(used, x, busiest), spacing=20))
    return svg(alt.vconcat(*rows, spacing=12))


def _memory_panel(table: pd.DataFrame, x: Any, most: float, roles: list[str], title: str) -> Any:
    colours = alt.Scale(domain=roles, scheme="category20")  # more roles over all stacks than there are steps
    legend = alt.Legend(title=None, columns=6, symbolType="square", labelLimit=0)
    return (
        alt.Chart(table)
        .mark_area()
        .encode(
            x=x,
            y=alt.Y("mb:Q", title="MB", stack=True, scale=alt.Scale(domain=[0, most]), axis=_AXIS),
            color=alt.Color("role:N", scale=colours, legend=legend),
        )
        .properties(width=_WIDTH, height=_HEIGHT, title=alt.TitleParams(title, anchor="start"))
    )


def _cores_panel(table: pd.DataFrame, x: Any, busiest: float) -> Any:
    return (
        alt.Chart(table)
        .mark_area(line={"color": INK}, color="#c9dff0", interpolate="step-before")
        .encode(x=x, y=alt.Y("cores:Q", title="cores in use", scale=alt.Scale(domain=[0, busiest]), axis=_AXIS))
        .properties(width=_WIDTH, height=_HEIGHT, title=alt.TitleParams(" ", anchor="start"))
    )
