"""The verdict as blocks: a picture, a line an orchestrator, the ranking."""

from typing import Any

import altair as alt
import pandas as pd

from report.chapters.backfill.headline import ENOUGH
from report.chapters.verdict.caveats import caveats, unmeasured
from report.chapters.verdict.questions import questions
from report.chapters.verdict.ranking import ranking
from report.chapters.verdict.rows import Line, lines
from report.charts.figures import INK, svg
from report.data.folders import Evidence
from report.page.document import Block, Items, Picture, Table, Text
from report.text import MISSING, label, number, stack, times

_COLOURS = {"less": "#0072b2", "more": "#d55e00", "no measurable difference": "#5b636b", "too few rounds": "#b8c0c8"}
_RANKED = (
    "The ranking weighs the same questions in proportions that are yours to set, in the page; nothing is decided for "
    "you. A question's cost is the ratio to the contender that needs least, over several measures their geometric "
    "mean, and so is the total. Two shares say how stable it is: how often a contender is first when rounds are "
    "drawn again with replacement (a measure of a single round stays as it is, and makes the ranking look more "
    "stable than it is), and how often over all possible weightings of the questions. An orchestrator has one suite of "
    "tests, which its configurations share."
)
_READ = (
    "To the other: the ratio of geometric means over rounds, with its 95 % interval; less is better. "
    f"A verdict takes {ENOUGH} rounds a side: 'no measurable difference' where the interval holds 1."
)


def blocks(evidence: Evidence) -> list[Block]:
    """The verdict on everything that was measured."""
    asked = questions(evidence)
    found = lines(asked)
    notes = [*caveats(evidence, found), *unmeasured(asked)]
    if not found:
        nothing = Text("Nothing here compares the two orchestrators in the same configuration.", "lead")
        return [nothing, *([Items(notes)] if notes else [])]
    weighed = ranking(asked)
    ranked: list[Block] = [Text("Your own ranking", "heading"), Text(_RANKED), weighed] if weighed else []
    drawn = picture(found)
    return [
        verdict_table(found),
        Text(_READ),
        *([Items(notes)] if notes else []),
        *([drawn] if drawn else []),
        _everything(found),
        *ranked,
    ]


def verdict_table(found: list[Line]) -> Table:
    """A line a question and orchestrator, from the measures that lead it."""
    rows = [
        [f"{line.question.text} {line.measure.short}", label(line.contender), line.words, *_figures(line)]
        for line in found
        if line.measure.leads
    ]
    caption = "Each orchestrator against the other, both in the same kind of configuration, a run a day"
    return Table(caption, ["Question", "Contender", "Verdict", *_FIGURES], rows, words=3)


def _everything(found: list[Line]) -> Table:
    rows = [
        [line.question.text, line.measure.name, label(line.contender), line.words, *_figures(line)] for line in found
    ]
    columns = ["Question", "Measured", "Contender", "Verdict", *_FIGURES]
    return Table("Everything that was measured for the questions", columns, rows, words=4, folded=True)


_FIGURES = ["To the other", "Interval", "Median", "Rounds"]


def _figures(line: Line) -> list[str]:
    return [
        times(line.ratio),
        f"{line.interval[0]:.2f} to {line.interval[1]:.2f}" if line.interval else MISSING,
        f"{number(line.median)} {line.measure.unit}" if line.median is not None else MISSING,
        str(line.rounds),
    ]


def picture(found: list[Line]) -> Picture | None:
    """Ratios of the first orchestrator to the second on a logarithmic scale, one row a measure; None without any."""
    first = [line for line in found if line.contender < line.other and line.ratio]
    if not first:
        return None
    one, other = (label(stack(name)) for name in (first[0].contender, first[0].other))
    table = pd.DataFrame(
        {
            "measure": line.measure.name.split(",")[0],
            "ratio": line.ratio,
            "low": line.interval[0] if line.interval else line.ratio,
            "high": line.interval[1] if line.interval else line.ratio,
            "text": f"{times(line.ratio)}",
            "verdict": line.verdict,
        }
        for line in first
    )
    lowest, highest = min(table["low"].min(), 1 / 1.5), max(table["high"].max(), 1.5)
    widest = max(highest, 1 / lowest) * 1.15
    x: Any = alt.X(
        "ratio:Q",
        title=f"← less with {one}\u2003ratio of {one} to {other}\u2003less with {other} →",
        scale=alt.Scale(type="log", domain=[1 / widest, widest], nice=False),
        axis=alt.Axis(format=".2~f", values=[0.1, 0.2, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 5, 10]),
    )
    # Room for names, here and in the legend, in a reader's wider font: the text is drawn there, its place is set here.
    y = alt.Y("measure:N", sort=list(table["measure"]), title=None, axis=alt.Axis(minExtent=200))
    present = [verdict for verdict in _COLOURS if verdict in set(table["verdict"])]
    scale = alt.Scale(domain=present, range=[_COLOURS[verdict] for verdict in present])
    words = {"less": f"less with {one}", "more": f"less with {other}"}
    said_as = f"{words!r}[datum.label] || datum.label"
    named = alt.Legend(title=None, labelExpr=said_as, symbolType="circle", columns=2, columnPadding=30)
    colour = alt.Color("verdict:N", scale=scale, legend=named)
    base = alt.Chart(table).encode(y=y)
    layers = [
        alt.Chart(pd.DataFrame({"one": [1]})).mark_rule(color=INK, strokeDash=[3, 3]).encode(x="one:Q"),
        base.mark_rule(strokeWidth=3).encode(x="low:Q", x2="high:Q", color=colour),
        base.mark_point(size=90, filled=True, opacity=1).encode(x=x, color=colour),
        base.mark_text(dy=-13, fontSize=12, color=INK).encode(x=x, text="text:N"),
    ]
    drawn = svg(alt.layer(*layers).properties(width=440, height=alt.Step(40)))
    said = "; ".join(f"{row.measure} {row.text}" for row in table.itertuples())
    return Picture("verdict", f"Ratios of {one} to {other} with their intervals, a row a measure: {said}", drawn)
