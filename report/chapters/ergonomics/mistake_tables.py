"""When mistakes are caught, as tables."""

import re
from statistics import median

from records.ergonomics import STAGES, Caught
from records.plan import Stack
from report.chapters.ergonomics.stages import SHOWN
from report.data.ergonomics import Ergonomics
from report.page.document import Table
from report.text import MISSING, number

_COPY = re.compile(r"/\S*?/e/[^/\s]+/(project|home)/")
"""Where the copy was that the mistake was made in: nobody's concern."""


def counts(found: Ergonomics) -> Table:
    """One row per stage: how many mistakes it caught, and after how long."""
    rows = []
    for stage in STAGES:
        row = [SHOWN[stage]]
        for tool in found.tools:
            own = [one for one in found.caught if one.tool == tool.name and one.stage == stage]
            seconds = [one.seconds for one in own if one.steps and stage != "never"]
            row += [str(len(own)), number(median(seconds)) if seconds else MISSING]
        rows.append(row)
    columns = ["Caught by", *(f"{tool.label}{what}" for tool in found.tools for what in ("", ", median s"))]
    made = len({one.mistake for one in found.caught})
    caption = (
        f"Which stage catches how many of all {made} mistakes, also those that can be made with one tool alone, and "
        "after how many seconds"
    )
    return Table(caption, columns, rows)


def every_mistake(mistakes: dict[str, dict[str, Caught]], tools: list[Stack]) -> Table:
    """One row per mistake, three columns per tool; mistakes has name -> tool -> when it was caught."""
    rows = []
    for name, of in mistakes.items():
        cells = []
        for one in (of[tool.name] for tool in tools):
            by = ", ".join(test.split("::")[0].removeprefix("test_").partition("_")[2] for test in one.by[:1])
            seen = one.steps and one.stage != "never"
            said = by or _COPY.sub("", one.message or MISSING)
            cells += [SHOWN[one.stage], number(one.seconds) if seen else MISSING, said]
        first = of[tools[0].name]
        rows.append([first.kind, name, first.about, *cells])
    columns = ["Kind", "Mistake", "What was done"]
    columns += [f"{tool.label}{what}" for tool in tools for what in ("", ", s", ", by")]
    return Table("Every mistake", columns, sorted(rows, key=lambda row: row[:2]), words=3, folded=True)


def uncaught(found: Ergonomics) -> Table:
    """What neither loading nor a test saw, and what the intention that is meant to see it did."""
    labels = {tool.name: tool.label for tool in found.tools}
    rows = [
        [
            one.mistake,
            labels[one.tool],
            SHOWN[one.stage],
            one.intention or MISSING,
            MISSING if one.tables_right is None else "right" if one.tables_right else "wrong",
        ]
        for one in found.caught
        if one.stage in ("run", "never") or one.named_test_failed is False
    ]
    columns = ["Mistake", "Tool", "Caught by", "Should be caught by", "Tables of a backfill"]
    return Table("Not caught before production, or not by the intention that should catch it", columns, rows, words=5)
