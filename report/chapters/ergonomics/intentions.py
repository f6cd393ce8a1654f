"""The intentions: how long their tests take, what they need, how much there is to write."""

from statistics import median

from records.ergonomics import Facts
from records.plan import Stack
from report.data.ergonomics import COLD, WARM, Ergonomics
from report.page.document import Block, Items, Table, Text
from report.stats.comparison import Comparison
from report.stats.intervals import median_interval
from report.text import MISSING, interval, number

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
            "interleaved, all tools of an intention one after the other. Import: all modules of the process, in one "
            "more run. Memory: the highest sum of proportional set sizes, PostgreSQL included. Lines are those of "
            "code: no blank ones, comments or docstrings; set-up is every fixture and helper that the tests use, "
            "whoever else uses it."
        ),
    ]


def sentences(found: Ergonomics) -> list[str]:
    """How long the files take together with each tool, and the ratios to the reference."""
    told = []
    for what, words in _WORDS.items():
        rounds = {tool.name: found.rounds(what, tool.name) for tool in found.tools}
        if not all(rounds.values()):
            continue
        took = ", ".join(f"{tool.label} {number(median(rounds[tool.name]))} s" for tool in found.tools)
        below = rounds[found.reference]
        whose = next(f"{tool.label}'s time" for tool in found.tools if tool.name == found.reference)
        against = [
            f"{tool.label} takes {Comparison(rounds[tool.name], below).said(whose)}"
            for tool in found.tools
            if tool.name != found.reference
        ]
        told.append(
            f"{'; '.join([f'All {len(found.intentions)} intentions, one process each, {words}: {took}', *against])}."
        )
    return told


def _writing(found: Ergonomics) -> list[str]:
    labels = {tool.name: tool.label for tool in found.tools}
    parts = []
    for name, label in labels.items():
        tests = sum(one.sizes.tests.lines for one in found.facts_of(name).values())
        parts.append(f"{label} {tests} lines of tests")
    together = [f"{labels[one.tool]}'s {one.intention}" for one in found.facts if not one.together]
    outside = [f"{labels[one.tool]}'s {one.intention}" for one in found.facts if one.written_outside]
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
        for tool in found.tools:
            fact = found.facts_of(tool.name).get(intention)
            cells = []
            for what in (COLD, WARM):
                values = found.seconds(what, intention, tool.name)
                bounds = median_interval(values)
                cells += [number(median(values)) if values else MISSING, interval(*bounds) if bounds else MISSING]
            rows.append(
                [
                    intention.replace("_", " "),
                    tool.label,
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
        for tool in found.tools
        if (fact := found.facts_of(tool.name).get(intention))
    ]
    columns = ["Intention", "Tool", "Prerequisites", "Tests", "Test lines", "Test statements"]
    return Table("What the tests need", [*columns, "Set-up lines", "Set-up statements"], rows, words=3)


def _need(intention: str, tool: Stack, fact: Facts) -> list[str]:
    tests, set_up = fact.sizes.tests, fact.sizes.set_up
    return [
        intention.replace("_", " "),
        tool.label,
        ", ".join(fact.sizes.prerequisites) or "nothing",
        *map(str, (fact.test_count, tests.lines, tests.statements, set_up.lines, set_up.statements)),
    ]
