"""The verdict in a sentence per tool: where it is ahead, each clause with the ratio of a row of the table."""

from report.chapters.question import Fact
from report.chapters.verdict.rows import Row, Standing, verdict_rows
from report.chapters.verdict.tables import tools_of
from report.text import listed, times

_NO_DIFFERENCE = "no measurable difference"


def findings(found: list[Row], facts: list[Fact]) -> list[str]:
    """Airflow where …, Dagster where …, then what cannot be told apart; only what has a verdict is said."""
    shown = verdict_rows(found)
    told = [sentence for tool in tools_of(shown) if (sentence := _ahead(tool.label, tool.name, shown, facts))]
    return [*told, *_alike(shown)]


def _ahead(label: str, tool: str, shown: list[Row], facts: list[Fact]) -> str:
    """Where the tool is ahead of another; "" where it is nowhere."""
    where: dict[str, list[str]] = {}
    for row in shown:
        for one in row.others:
            if words := _words(row, one, tool):
                where.setdefault(row.measure.matters, []).append(words)
    clauses = [f"{matters} ({'; '.join(words)})" for matters, words in where.items()]
    clauses += [f"{fact.matters} ({_counts(fact)})" for fact in facts if fact.ahead == tool]
    return f"{label} where {listed(clauses)}." if clauses else ""


def _words(row: Row, one: Standing, tool: str) -> str:
    """The ratio with its configuration, if the verdict puts the tool ahead; "" if not."""
    verdict = one.against.verdict if one.against else None
    ahead = {"less": one.tool.name, "more": row.reference.tool.name}.get(verdict or "")
    if one.against is None or ahead != tool:
        return ""
    of = "" if ahead == one.tool.name else f"{one.tool.label} "
    where = "" if row.short == "any" else f", {row.short}"
    return f"{of}{times(one.against.ratio)}{where}"


def _counts(fact: Fact) -> str:
    labels = {tool.name: tool.label for tool in fact.tools}
    return ", ".join(f"{labels[name]} {told}" for name, told in fact.cells.items() if name in labels)


def _alike(shown: list[Row]) -> list[str]:
    """What rounds for a verdict cannot tell apart; [] where there is none."""
    where: dict[str, list[str]] = {}
    for row in shown:
        if any(one.against and one.against.verdict == _NO_DIFFERENCE for one in row.others):
            where.setdefault(row.measure.name.partition(",")[0], []).append(row.short)
    told = [f"{name}{'' if of == ['any'] else f' ({listed(of)})'}" for name, of in where.items()]
    return [f"No measurable difference in: {'; '.join(told)}."] if told else []
