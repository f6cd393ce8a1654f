"""The verdict on backfills in words; every sentence is computed."""

from itertools import combinations
from statistics import median

from records.names import BACKFILL, BACKFILLS, CONTROL
from report.chapters.backfill.cases import cases_of, main_backfill, numbered
from report.chapters.shared.pairs import compared
from report.chapters.shared.unfinished import unfinished
from report.data.metrics import CPU, WALL, Metric
from report.data.results import Results
from report.data.series import Series, Subject
from report.data.withdrawn import withdrawn
from report.stats.comparison import ENOUGH, Comparison
from report.text import case_label, listed, number, one_line, plural

_SPEAKS = ("tuned", "stock", "special")
"""Which kind of contender speaks for a tool, the first first."""


def headline(results: Results) -> list[str]:
    """Sentences on the main case: against bare, the tools against each other, other ways, what is missing."""
    leading = leaders(results)
    sentences = [
        _against_control(results, leading, WALL),
        _against_control(results, leading, CPU),
        *(_against_each_other(*alike) for alike in compared_in(results, results.main)),
        *_at_most(results),
        *other_ways(results),
        _too_few(results, leading),
        *(_missing(series) for series in results.series(results.main)),
        unfinished(results),
    ]
    return [sentence for sentence in sentences if sentence]


def leaders(results: Results) -> list[Series]:
    """Who speaks for each tool in the main case: its tuned contender, or the first that has a number."""
    able = [series for series in numbered(results, results.main) if series.stack != CONTROL]
    first: dict[str, Series] = {}
    for series in sorted(able, key=lambda series: _SPEAKS.index(series.kind)):
        first.setdefault(series.stack, series)
    return [series for series in able if series in first.values()]


def compared_in(results: Results, subject: Subject) -> list[tuple[Series, Series]]:
    """Which contenders of two tools are compared: those of each pair that have a number; else the leaders.

    Leaders of unlike kinds are not.
    """
    able = [series for series in numbered(results, subject) if series.stack != CONTROL]
    found: list[tuple[Series, Series]] = []
    for pair in dict.fromkeys(pair for series in able for pair in series.contender.pairs):
        of: dict[str, list[Series]] = {}
        for series in able:
            if pair in series.contender.pairs:
                of.setdefault(series.stack, []).append(series)
        found += [both for each in compared(of) for both in combinations(each.values(), 2)]
    leading = combinations(leaders(results), 2) if subject == results.main else []
    return list(dict.fromkeys(found)) or [(one, other) for one, other in leading if one.kind == other.kind]


def _at_most(results: Results) -> list[str]:
    """The same of the largest number of days of which the main case is a smaller one; [] where it is the largest."""
    main = main_backfill(results)
    if main is None:
        return []
    alike = {"name": main.case.name, "days": main.case.days}
    same = [each for each in cases_of(results, BACKFILL) if each.case.model_copy(update=alike) == main.case]
    largest = max(same, key=lambda each: len(each.case.days))
    if len(largest.case.days) <= len(main.case.days):
        return []
    told = [_against_each_other(*alike) for alike in compared_in(results, largest)]
    return [f"{case_label(largest.case)}: {sentence}" for sentence in told if sentence]


def _against_control(results: Results, leading: list[Series], metric: Metric) -> str:
    """What each took, and how often that of bare."""
    control = results.control(results.main).values(metric)
    parts = [f"{CONTROL} {number(median(control))} s"] if control else []
    for series in leading:
        if own := series.values(metric):
            against = [Comparison(own, control).said(f"{CONTROL}'s")] if control else []
            parts.append(", ".join([f"{series.label} {number(median(own))} s", *against]))
    if not parts:
        return ""
    subject = f"{case_label(results.main.case)}, {metric.lower}"
    return f"{subject}: {'; '.join(parts)}{'' if control else f'; no {CONTROL} to compare with'}."


def _against_each_other(one: Series, other: Series) -> str:
    """How often the one took what the other did, in wall and CPU time."""
    parts = _times_and_cpu(one, other)
    return f"{one.label} against {other.label}: {'; '.join(parts)}." if parts else ""


def other_ways(results: Results) -> list[str]:
    """How the special ways of each stack compare with the contender that speaks for it, a sentence per stack."""
    usual = {series.stack: series for series in [results.control(results.main), *leaders(results)]}
    of: dict[str, list[str]] = {}
    for series in results.series(results.main):
        beside = usual.get(series.stack, series)
        shown = not withdrawn(results, BACKFILLS, series.contender.name)
        if series.kind == "special" and beside != series and shown and (parts := _times_and_cpu(series, beside)):
            rounds = len(series.values(WALL))
            few = f" ({plural(rounds, 'round')})" if rounds < ENOUGH else ""
            of.setdefault(beside.label, []).append(f"{series.label}{few} {' and '.join(parts)}")
    return [f"Special configurations, against {usual}: {'; '.join(ways)}." for usual, ways in of.items()]


def _times_and_cpu(one: Series, other: Series) -> list[str]:
    return [
        Comparison(above, below).said(f"the {metric.lower}")
        for metric in (WALL, CPU)
        if (above := one.values(metric)) and (below := other.values(metric))
    ]


def _too_few(results: Results, leading: list[Series]) -> str:
    """Whose rounds do not carry a verdict, of all that the sentences before are about."""
    special = [series for series in results.series(results.main) if series.kind == "special"]
    told_of = {series.label: len(series.values(WALL)) for series in [results.control(results.main), *leading, *special]}
    few = [label for label, rounds in told_of.items() if 0 < rounds < ENOUGH]
    whose = "" if len(few) == sum(n > 0 for n in told_of.values()) else f": {listed(few)}"
    return f"Fewer than {ENOUGH} rounds on a side are too few for a verdict{whose}." if few else ""


def _missing(series: Series) -> str:
    return f"{series.label} has no number: {one_line(series.missing)}." if series.missing else ""
