"""When mistakes are caught: sentences, a picture, tables."""

import re
from collections import Counter
from statistics import median
from typing import Any

import altair as alt
import pandas as pd

from records.ergonomics import STAGES, TOOLS, Caught, Stage, Tool
from report.charts.figures import INK, svg
from report.data.ergonomics import Ergonomics
from report.page.document import Block, Picture, Table, Text
from report.text import MISSING, label, listed, number, plural

SHOWN: dict[Stage, str] = {
    "load": "load",
    "validate": "validate",
    "unit": "unit tests",
    "integration": "integration tests",
    "run": "production",
    "never": "never",
    "absent": "not possible",
}
# From early to late: blue to red, told apart with any colour vision; the letters say it as well.
_COLOURS = ["#0072b2", "#56b4e9", "#009e73", "#f0e442", "#e69f00", "#a63c00", "#e3e7eb"]
_PALE = ("unit", "integration", "validate", "absent", "run")
_COPY = re.compile(r"/\S*?/e/(airflow|dagster)/(project|home)/")
"""Where the copy was that the mistake was made in: nobody's concern."""
_BEFORE_PRODUCTION: tuple[Stage, ...] = ("load", "validate", "unit", "integration")


def blocks(found: Ergonomics) -> list[Block]:
    """The section; [] where no mistake was followed."""
    if not found.caught:
        return []
    return [
        Picture(
            "mistakes",
            "Every mistake with each tool, and the stage that caught it; the tables below say the same in words",
            _matrix(found),
        ),
        _counts(found),
        Text(
            "A mistake is a change of text in a copy of the project, the same idea with both tools. The stages follow "
            "one another as before a deployment: " + "; ".join(f"{SHOWN[s]}: {STAGES[s]}" for s in STAGES) + ". "
            "The shared core's own tests are no stage here: a rule of its that is broken is followed with what the "
            "wrappers' users have. Seconds are those of all stages up to the one that caught it, each to its end, with "
            "the other tool's stages running on the other core."
        ),
        _all(found),
        _uncaught(found),
    ]


def sentences(found: Ergonomics) -> list[str]:
    """How many mistakes each tool's stages caught, and which tool caught which earlier."""
    both = [pair for pair in pairs(found).values() if "absent" not in {one.stage for one in pair.values()}]
    if not both:
        return []
    told = []
    for tool in TOOLS:
        stages = Counter(pair[tool].stage for pair in both)
        parts = [f"{stages[stage]} by {SHOWN[stage]}" for stage in _BEFORE_PRODUCTION if stages[stage]]
        seconds = [pair[tool].seconds for pair in both if pair[tool].stage in _BEFORE_PRODUCTION]
        told.append(
            f"{label(tool)}: of {plural(len(both), 'mistake')} that can be made with both tools, "
            f"{sum(stages[stage] for stage in _BEFORE_PRODUCTION)} are caught before production"
            f"{f' ({listed(parts)})' if parts else ''}, "
            f"{stages['run']} in production, {stages['never']} never; those caught before are seen after "
            f"{number(median(seconds)) if seconds else MISSING} s (median)."
        )
    order = list(STAGES)
    earlier = {
        tool: sum(order.index(pair[tool].stage) < order.index(pair[other].stage) for pair in both)
        for tool, other in (TOOLS, TOOLS[::-1])
    }
    told.append(
        f"Caught at an earlier stage with Airflow: {earlier['airflow']}; with Dagster: {earlier['dagster']}; at the "
        f"same stage with both: {len(both) - sum(earlier.values())}."
    )
    shown = {tool: [one for one in found.caught if one.tool == tool and one.output_lines] for tool in TOOLS}
    if all(shown.values()):
        told.append(
            "What a person reads when a mistake is caught, median lines of output and of the way from its end up to "
            "the cause: "
            + "; ".join(
                f"{label(tool)} {median(one.output_lines or 0 for one in own):.0f} and "
                f"{median(one.cause_from_end for one in own if one.cause_from_end is not None):.0f}"
                for tool, own in shown.items()
            )
            + "."
        )
    return told


def pairs(found: Ergonomics) -> dict[str, dict[Tool, Caught]]:
    """Mistake -> tool -> when it was caught, those followed with both tools."""
    of = {tool: found.caught_with(tool) for tool in TOOLS}
    return {name: {tool: of[tool][name] for tool in TOOLS} for name in of["airflow"] if name in of["dagster"]}


def _matrix(found: Ergonomics) -> str:
    rows = [
        {
            "mistake": one.mistake.replace("-", " "),
            "kind": one.kind,
            "tool": label(tool),
            "stage": SHOWN[one.stage],
            "text": f"{SHOWN[one.stage]}" + (f", {one.seconds:.0f} s" if one.stage not in ("never", "absent") else ""),
            "dark": one.stage not in _PALE,
        }
        for pair in pairs(found).values()
        for tool, one in pair.items()
    ]
    table = pd.DataFrame(rows)
    scale = alt.Scale(domain=list(SHOWN.values()), range=_COLOURS)
    base = alt.Chart().encode(
        x=alt.X(
            "tool:N",
            title=None,
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
        .properties(width=300, height=alt.Step(21))
        .facet(row=alt.Row("kind:N", header=header), spacing=4)
        .resolve_scale(y="independent")
    )
    return svg(blocks_of_kinds)


def _counts(found: Ergonomics) -> Table:
    rows = []
    for stage in STAGES:
        row = [SHOWN[stage]]
        for tool in TOOLS:
            own = [one for one in found.caught if one.tool == tool and one.stage == stage]
            seconds = [one.seconds for one in own if one.steps and stage != "never"]
            row += [str(len(own)), number(median(seconds)) if seconds else MISSING]
        rows.append(row)
    columns = ["Caught by", *(f"{label(tool)}{what}" for tool in TOOLS for what in ("", ", median s"))]
    return Table("How many mistakes each stage catches", columns, rows)


def _all(found: Ergonomics) -> Table:
    rows = []
    for name, pair in sorted(pairs(found).items(), key=lambda item: (item[1]["airflow"].kind, item[0])):
        cells = []
        for one in pair.values():
            by = ", ".join(test.split("::")[0].removeprefix("test_").partition("_")[2] for test in one.by[:1])
            seen = one.steps and one.stage != "never"
            said = by or _COPY.sub("", one.message or MISSING)
            cells += [SHOWN[one.stage], number(one.seconds) if seen else MISSING, said]
        rows.append([pair["airflow"].kind, name, pair["airflow"].about, *cells])
    columns = ["Kind", "Mistake", "What was done"]
    columns += [f"{label(tool)}{what}" for tool in TOOLS for what in ("", ", s", ", by")]
    return Table("Every mistake", columns, rows, words=3, folded=True)


def _uncaught(found: Ergonomics) -> Table:
    """What neither loading nor a test saw, and what the intention that is meant to see it did."""
    rows = [
        [
            one.mistake,
            label(one.tool),
            SHOWN[one.stage],
            one.intention or MISSING,
            MISSING if one.tables_right is None else "right" if one.tables_right else "wrong",
        ]
        for one in found.caught
        if one.stage in ("run", "never") or one.named_test_failed is False
    ]
    columns = ["Mistake", "Tool", "Caught by", "Meant to be caught by", "Tables of a backfill"]
    return Table("Not caught before production, or not by the intention that is meant to", columns, rows, words=5)
