"""What the configurations say together: no single ratio speaks for two tools."""

from collections import defaultdict

from report.chapters.verdict.rows import Row, verdict_rows
from report.text import listed, times


def together(found: list[Row]) -> list[str]:
    """A sentence on all, then one for each measure that has several pairs; [] where none has."""
    of: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in verdict_rows(found):
        if row.pair and any(one.against and one.against.ratio for one in row.others):
            of[row.question.order, row.measure.short].append(row)
    several = [own for own in of.values() if len({row.configuration for row in own}) > 1]
    if not several:
        return []
    return [_on_all(several), *(_sentence(own) for own in several)]


def _on_all(several: list[list[Row]]) -> str:
    """Whether one tool is ahead in all of them."""
    sides = {
        (one.against.verdict if one.against else "", one.tool.label, row.reference.tool.label)
        for own in several
        for row in own
        for one in row.others
    }
    ahead = {tool for verdict, tool, _ in sides if verdict == "less"} | {
        reference for verdict, _, reference in sides if verdict == "more"
    }
    if not ahead:
        told = any(verdict == "no measurable difference" for verdict, _, _ in sides)
        return f"{'No measurable difference' if told else 'Too few rounds for a verdict'} in any configuration."
    if len(ahead) == 1:
        return f"Where a difference was measured, {ahead.pop()} is ahead in every configuration."
    return "No tool is ahead in everything: it depends on the configuration and on what is asked."


def _sentence(own: list[Row]) -> str:
    """In which configurations a tool is ahead of the reference, in which behind, and where that cannot be told."""
    measure = own[0].measure
    told: dict[str, list[str]] = defaultdict(list)
    for row in own:
        for one in row.others:
            if one.against is None or one.against.ratio is None:
                continue
            verdict = one.against.verdict
            words = {"less": measure.less, "more": measure.more}.get(verdict, verdict)
            who = f"{one.tool.label} {words}" if verdict in ("less", "more") else words
            ratio = f" ({times(one.against.ratio)})" if one.against.enough else ""
            told[who].append(f"{row.configuration}{ratio}")
    return f"{measure.short}: {'; '.join(f'{words}: {listed(where)}' for words, where in told.items())}."
