"""The verdict in a sentence per tool: where it is ahead, each clause with the ratio of a row of the table."""

from records.plan import Stack
from report.chapters.question import Fact
from report.chapters.verdict.rows import Row, Standing, verdict_rows
from report.chapters.verdict.tables import tools_of
from report.text import listed, times

_NO_DIFFERENCE = "no measurable difference"


def findings(found: list[Row], facts: list[Fact]) -> list[str]:
    """Airflow where …, Dagster where …, where it depends, what cannot be told apart: only what has a verdict."""
    shown = verdict_rows(found)
    tools = tools_of(shown)
    # What matters -> who is ahead in it -> the ratios and configurations.
    ahead: dict[str, dict[str, list[str]]] = {}
    for row in shown:
        for one in row.others:
            for tool in tools:
                if words := _words(row, one, tool.name):
                    ahead.setdefault(row.measure.matters, {}).setdefault(tool.name, []).append(words)
    told = [sentence for tool in tools if (sentence := _where(tool.label, _clear(ahead, tool.name, facts)))]
    split = [f"{matters} ({_both(of, tools)})" for matters, of in ahead.items() if len(of) > 1]
    return [*told, *([f"It depends on the workers where {listed(split)}."] if split else []), *_alike(shown)]


def _clear(ahead: dict[str, dict[str, list[str]]], tool: str, facts: list[Fact]) -> list[str]:
    """What the tool alone is ahead in, in whatever configuration it was compared."""
    clauses = [f"{matters} ({'; '.join(of[tool])})" for matters, of in ahead.items() if list(of) == [tool]]
    return [*clauses, *(f"{fact.matters} ({_counts(fact)})" for fact in facts if fact.ahead == tool)]


def _where(label: str, clauses: list[str]) -> str:
    return f"{label} where {listed(clauses)}." if clauses else ""


def _both(of: dict[str, list[str]], tools: list[Stack]) -> str:
    """Who is ahead where."""
    return "; ".join(f"{tool.label} ahead: {'; '.join(of[tool.name])}" for tool in tools if tool.name in of)


def _words(row: Row, one: Standing, tool: str) -> str:
    """The ratio with its configuration, if the verdict puts the tool ahead; "" if not."""
    verdict = one.against.verdict if one.against else None
    ahead = {"less": one.tool.name, "more": row.reference.tool.name}.get(verdict or "")
    if one.against is None or ahead != tool:
        return ""
    of = "" if ahead == one.tool.name else f"{one.tool.label} takes "
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
