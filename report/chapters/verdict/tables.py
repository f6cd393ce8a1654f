"""The verdict as tables: one row per measure and kind of configuration, one column per tool."""

from records.plan import Contender, Stack
from report.chapters.question import WORKS, Fact
from report.chapters.verdict.rows import Row, Standing, verdict_rows
from report.page.document import Table
from report.text import MISSING, number, plural


def verdict_table(found: list[Row], facts: list[Fact] | None = None) -> Table:
    """The verdict's rows by kind of work, what is counted beside what is timed; each leads to its chapter."""
    shown = verdict_rows(found)
    tools = tools_of(shown)
    reference = one_reference(shown)
    named = [f"{tool.label} (reference)" if tool == reference else tool.label for tool in tools]
    timed = [(row.question.work, _timed(row, tools, named=reference is None), row.measure.chapter) for row in shown]
    counted = [(fact.work, _counted(fact, tools), fact.chapter) for fact in facts or []]
    lines = sorted([*timed, *counted], key=lambda line: _place(line[0]))
    against = f"the reference, {reference.label}" if reference else "the reference"
    columns = ["Kind of work", "Question", "Configuration", *named, "In words", "Chapter"]
    return Table(
        f"Each tool against {against}, by kind of work",
        columns,
        [[work, *cells, chapter] for work, cells, chapter in lines],
        words=len(columns),
        chapters=[chapter for _, _, chapter in lines],
    )


def warnings(row: Row) -> list[str]:
    """What a reader has to know of the row before its ratio: rounds that differ, results of an older method.

    [] where there is no ratio.
    """
    if not any(one.against and one.against.ratio for one in row.others):
        return []
    counts = list(dict.fromkeys(len(one.values) for one in row.standings if one.values))
    rounds = [f"rounds differ: {' and '.join(map(str, counts))}"] if len(counts) > 1 else []
    older = [f"{plural(row.measure.older, 'change')} of method since"] if row.measure.older else []
    return [*rounds, *older]


def _timed(row: Row, tools: list[Stack], *, named: bool) -> list[str]:
    cells = [_cell(row, row.standing(tool.name), named=named) for tool in tools]
    warned = warnings(row)
    words = f"{row.words} \N{WARNING SIGN} {'; '.join(warned)}" if warned else row.words
    return [f"{row.question.text} {row.measure.short}", row.short, *cells, words]


def _counted(fact: Fact, tools: list[Stack]) -> list[str]:
    cells = [fact.cells.get(tool.name, MISSING) for tool in tools]
    return [fact.question, fact.configuration, *cells, fact.words]


def _place(work: str) -> int:
    return WORKS.index(work) if work in WORKS else len(WORKS)


def configurations(found: list[Row]) -> list[str]:
    """Each configuration that tells its means: who it is of each tool, and with what they do their work.

    Then who is a construction of this project.
    """
    told: dict[str, dict[str, Contender]] = {}
    for row in (row for row in found if not row.measure.shared):
        told.setdefault(row.pair or row.configuration, {}).update(
            {one.contender.name: one.contender for one in row.standings}
        )
    means = [
        f"{name}: {'; '.join(f'{one.label}, {one.means}' for one in of.values())}."
        for name, of in told.items()
        if all(one.means for one in of.values())
    ]
    ours = [one.label for of in told.values() for one in of.values() if one.own_way]
    built = "is a construction of this project, and no way that its tool documents."
    return [*means, *(f"{label} {built}" for label in dict.fromkeys(ours))]


def all_measures(found: list[Row]) -> Table:
    """Every measure, also those that the verdict does not show."""
    tools, reference = tools_of(found), one_reference(found)
    named = [f"{tool.label} (reference)" if tool == reference else tool.label for tool in tools]
    lines = [
        [
            row.question.text,
            row.measure.name,
            row.configuration,
            *(_cell(row, row.standing(tool.name), named=reference is None) for tool in tools),
            row.words,
        ]
        for row in found
    ]
    columns = ["Question", "Measured", "Configuration", *named, "In words"]
    return Table("Everything that was measured for the questions", columns, lines, words=len(columns))


def tools_of(found: list[Row]) -> list[Stack]:
    """The tools that are compared in any row, in their order."""
    compared = {one.tool.name for row in found for one in row.standings}
    ordered = {tool.name: tool for row in found for tool in row.measure.tools}
    return [tool for name, tool in ordered.items() if name in compared]


def one_reference(found: list[Row]) -> Stack | None:
    """The tool that all ratios are to; None where it is not the same in every row."""
    references = {row.reference.tool for row in found}
    return references.pop() if len(references) == 1 else None


def _cell(row: Row, one: Standing | None, *, named: bool) -> str:
    """Ratio to the reference with its interval, where there is a verdict, then median and rounds.

    named: whether the reference is called so.
    """
    if one is None or not one.values:
        return MISSING
    told = [f"{number(row.typical(one))} {row.measure.unit}", plural(len(one.values), "round")]
    if one.against is None:
        return ", ".join([*(["reference"] if named else []), *told])
    return ", ".join([*([one.against.words] if one.against.enough and one.against.ratio is not None else []), *told])
