"""The ten intentions: how long their tests take, what they need, how much there is to write."""

from statistics import median

from records.ergonomics import TOOLS, Facts, Tool
from report.chapters.backfill.headline import compared
from report.data.ergonomics import COLD, WARM, Ergonomics
from report.page.document import Block, Items, Table, Text
from report.stats.intervals import median_interval
from report.text import MISSING, interval, label, number

_WORDS = {COLD: "cold (a fresh process, imports and set-up included)", WARM: "warm (again in the same process)"}


def blocks(found: Ergonomics) -> list[Block]:
    """The section; [] where nothing was measured."""
    if not found.facts:
        return []
    return [
        Items(_writing(found)),
        _times(found),
        _needs(found),
        Text(
            "The same intentions, each a file of tests with the same names and the same assertions. Cold: from the "
            "start of pytest to the end of its last test. Warm: the same tests once more in that process. Rounds are "
            "interleaved, both tools of an intention one after the other. Import: all modules of the process, in one "
            "more run. Memory: the highest sum of proportional set sizes, PostgreSQL included. Lines are those of "
            "code: no blank ones, comments or docstrings; set-up is every fixture and helper that the tests use, "
            "whoever else uses it."
        ),
    ]


def sentences(found: Ergonomics) -> list[str]:
    """How long the ten files take with each tool, and their ratio."""
    told = []
    for what, words in _WORDS.items():
        airflow, dagster = (found.rounds(what, tool) for tool in TOOLS)
        if airflow and dagster:
            ratio = compared(airflow, dagster, "Dagster's time")
            told.append(
                f"All {len(found.intentions)}, one process each, {words}: Airflow {number(median(airflow))} s, Dagster "
                f"{number(median(dagster))} s; Airflow takes {ratio}."
            )
    return told


def _writing(found: Ergonomics) -> list[str]:
    parts = []
    for tool in TOOLS:
        own = found.facts_of(tool).values()
        tests = sum(one.sizes.tests.lines for one in own)
        parts.append(f"{label(tool)} {tests} lines of tests")
    together = [f"{label(one.tool)}'s {one.intention}" for one in found.facts if not one.together]
    outside = [f"{label(one.tool)}'s {one.intention}" for one in found.facts if one.written_outside]
    return [
        f"To write: {'; '.join(parts)}.",
        "Two runs at the same time: "
        + (f"{', '.join(together)} disturbs itself" if together else "none disturbs the other")
        + "; files outside the temporary folder: "
        + (f"{', '.join(outside)}." if outside else "none."),
    ]


def _times(found: Ergonomics) -> Table:
    rows = []
    for intention in dict.fromkeys(one.intention for one in found.facts):
        for tool in TOOLS:
            fact = found.facts_of(tool).get(intention)
            cells = []
            for what in (COLD, WARM):
                values = found.seconds(what, intention, tool)
                bounds = median_interval(values)
                cells += [number(median(values)) if values else MISSING, interval(*bounds) if bounds else MISSING]
            rows.append(
                [
                    intention.replace("_", " "),
                    label(tool),
                    *cells,
                    number(fact.import_s) if fact else MISSING,
                    number(fact.peak_pss_bytes / 1e6) if fact else MISSING,
                ]
            )
    columns = ["Intention", "Tool", "Cold, s", "Interval", "Warm, s", "Interval", "Import, s", "Memory, MB"]
    return Table("How long the tests of an intention take", columns, rows, words=2)


def _needs(found: Ergonomics) -> Table:
    rows = [
        _need(intention, tool, fact)
        for intention in dict.fromkeys(one.intention for one in found.facts)
        for tool in TOOLS
        if (fact := found.facts_of(tool).get(intention))
    ]
    columns = ["Intention", "Tool", "Has to exist before", "Tests", "Test lines", "Test statements"]
    return Table("What they need", [*columns, "Set-up lines", "Set-up statements"], rows, words=3)


def _need(intention: str, tool: Tool, fact: Facts) -> list[str]:
    tests, set_up = fact.sizes.tests, fact.sizes.set_up
    return [
        intention.replace("_", " "),
        label(tool),
        ", ".join(fact.sizes.prerequisites) or "nothing",
        *map(str, (fact.test_count, tests.lines, tests.statements, set_up.lines, set_up.statements)),
    ]
