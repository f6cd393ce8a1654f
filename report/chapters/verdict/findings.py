"""The verdict in a sentence per tool: where it is ahead, each clause with the ratios of its rows of the table."""

from collections import defaultdict
from dataclasses import dataclass

from records.plan import Stack
from report.chapters.question import WORKS, Fact
from report.chapters.verdict.rows import Row, Standing, verdict_rows
from report.chapters.verdict.tables import tools_of
from report.text import listed, times

_NO_DIFFERENCE = "no measurable difference"


@dataclass(frozen=True)
class _Lead:
    """Who is ahead in a row, and in which configuration, "" for any.

    ratios has the words before a ratio -> the ratio: "" for the leader's own, "Airflow takes " for one who is behind.
    """

    tool: str
    configuration: str
    ratios: dict[str, float]


def findings(found: list[Row], facts: list[Fact]) -> list[str]:
    """Airflow where …, Dagster where …, where it depends, what cannot be told apart: only what has a verdict."""
    shown = verdict_rows(found)
    tools = tools_of(shown)
    counted: dict[str, int] = defaultdict(int)
    leads: dict[str, list[_Lead]] = defaultdict(list)
    for row in shown:
        counted[row.measure.matters] += any(one.against and one.against.enough for one in row.others)
        if lead := _lead(row):
            leads[row.measure.matters].append(lead)
    clear = {matters: own for matters, own in leads.items() if len({lead.tool for lead in own}) == 1}
    split = {matters: own for matters, own in leads.items() if matters not in clear}
    told = [sentence for tool in tools if (sentence := _where(tool, clear, counted, facts))]
    return [*told, *_depends(split, tools), *_alike(shown)]


def unanswered(found: list[Row], facts: list[Fact]) -> list[str]:
    """The kinds of work of which nothing is known that a choice can turn on; [] where there is none."""
    told = [row for row in verdict_rows(found) if any(one.against and one.against.enough for one in row.others)]
    known = {row.question.work for row in told} | {fact.work for fact in facts}
    left = [work for work in WORKS if work not in known]
    return [f"Not answered yet: {'; '.join(work[0].lower() + work[1:] for work in left)}."] if left else []


def _lead(row: Row) -> _Lead | None:
    """The tool with the least of those that need less than the reference, or else the reference, if others need more.

    None where the verdict puts nobody ahead.
    """
    where = "" if row.short == "any" else row.short
    if less := _ratios(row.others, "less"):
        first = min(less, key=lambda one: less[one])
        return _Lead(next(one.tool.name for one in row.others if one.tool.label == first), where, {"": less[first]})
    more = _ratios(row.others, "more")
    return (
        _Lead(row.reference.tool.name, where, {f"{label} takes ": of for label, of in more.items()}) if more else None
    )


def _ratios(others: list[Standing], verdict: str) -> dict[str, float]:
    """Label of a tool -> its ratio to the reference, of those with this verdict."""
    against = {one.tool.label: one.against for one in others if one.against and one.against.verdict == verdict}
    return {label: of.ratio for label, of in against.items() if of.ratio is not None}


def _where(tool: Stack, clear: dict[str, list[_Lead]], counted: dict[str, int], facts: list[Fact]) -> str:
    """What the tool alone is ahead in, in whatever configuration it was compared; "" where it is in nothing."""
    clauses = [_clause(what, own, counted[what]) for what, own in clear.items() if own[0].tool == tool.name]
    clauses += [f"{fact.matters} ({_counts(fact)})" for fact in facts if fact.ahead == tool.name]
    return f"{tool.label} where {listed(clauses)}." if clauses else ""


def _clause(matters: str, own: list[_Lead], rows: int) -> str:
    """The ratios of all configurations from the least to the most, and how many of so many rows they are."""
    told = "; ".join(
        f"{who}{_range([lead.ratios[who] for lead in own if who in lead.ratios])}"
        for who in dict.fromkeys(who for lead in own for who in lead.ratios)
    )
    if len(own) == 1:
        where = own[0].configuration
    else:
        many = f"in {len(own)} of {rows}" if len(own) < rows else "in both" if rows == 2 else f"in all {rows}"
        where = f"{many} configurations"
    return f"{matters} ({told}{', ' if where else ''}{where})"


def _range(ratios: list[float]) -> str:
    return " to ".join(dict.fromkeys(times(end) for end in (min(ratios), max(ratios))))


def _depends(split: dict[str, list[_Lead]], tools: list[Stack]) -> list[str]:
    """A sentence for all that depends on the configuration in the same way."""
    alike: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for matters, own in split.items():
        alike[tuple((lead.configuration, lead.tool) for lead in own)].append(matters)
    return [
        f"It depends on the configuration where {' and where '.join(what)}. "
        f"{_sides([split[one] for one in what], tools)}"
        for what in alike.values()
    ]


def _sides(of: list[list[_Lead]], tools: list[Stack]) -> str:
    """Who is ahead in which configuration, with the ratio of each thing in turn."""
    told = []
    for tool in tools:
        # The same configuration of each thing that depends on it.
        own = [leads for leads in zip(*of, strict=True) if leads[0].tool == tool.name]
        where = [f"{leads[0].configuration or 'any'} ({_in_turn(leads)})" for leads in own]
        told += [f"{tool.label} is ahead: {'; '.join(where)}."] if where else []
    return " ".join(told)


def _in_turn(leads: tuple[_Lead, ...]) -> str:
    whose = dict.fromkeys(who for lead in leads for who in lead.ratios)
    return "; ".join(who + listed([times(lead.ratios[who]) for lead in leads if who in lead.ratios]) for who in whose)


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
