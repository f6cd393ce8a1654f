"""The verdict as tables: one row per measure and kind of configuration, one column per tool."""

from records.plan import Contender, Stack
from report.chapters.verdict.rows import Row, Standing, verdict_rows
from report.page.document import Table
from report.text import MISSING, number, plural


def verdict_table(found: list[Row]) -> Table:
    """The verdict's rows."""
    shown = verdict_rows(found)
    against = f"the reference, {reference.label}" if (reference := one_reference(shown)) else "the reference"
    caption = f"Each tool against {against}, configuration by configuration"
    return _table(caption, ["Question"], [([f"{row.question.text} {row.measure.short}"], row) for row in shown])


def configurations(found: list[Row]) -> list[str]:
    """Each configuration that tells its means: who it is of each tool, and with what they do their work.

    Then who is a construction of this project.
    """
    told: dict[str, dict[str, Contender]] = {}
    for row in found:
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
    told = [([row.question.text, row.measure.name], row) for row in found]
    return _table("Everything that was measured for the questions", ["Question", "Measured"], told, folded=True)


def tools_of(found: list[Row]) -> list[Stack]:
    """The tools that are compared in any row, in their order."""
    compared = {one.tool.name for row in found for one in row.standings}
    ordered = {tool.name: tool for row in found for tool in row.measure.tools}
    return [tool for name, tool in ordered.items() if name in compared]


def one_reference(found: list[Row]) -> Stack | None:
    """The tool that all ratios are to; None where it is not the same in every row."""
    references = {row.reference.tool for row in found}
    return references.pop() if len(references) == 1 else None


def _table(caption: str, columns: list[str], told: list[tuple[list[str], Row]], *, folded: bool = False) -> Table:
    found = [row for _, row in told]
    tools, reference = tools_of(found), one_reference(found)
    named = [f"{tool.label} (reference)" if tool == reference else tool.label for tool in tools]
    lines = [
        [
            *told_of,
            row.configuration,
            *(_cell(row, row.standing(tool.name), named=reference is None) for tool in tools),
            row.words,
        ]
        for told_of, row in told
    ]
    columns = [*columns, "Configuration", *named, "Verdict"]
    return Table(caption, columns, lines, words=len(columns), folded=folded)


def _cell(row: Row, one: Standing | None, *, named: bool) -> str:
    """Ratio to the reference with its interval, median, rounds; named: whether the reference is called so."""
    if one is None or not one.values:
        return MISSING
    told = [f"{number(one.median)} {row.measure.unit}", plural(len(one.values), "round")]
    if one.against is None:
        return ", ".join([*(["reference"] if named else []), *told])
    return ", ".join([*([one.against.words] if one.against.ratio is not None else []), *told])
