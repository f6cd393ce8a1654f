"""What more partitions at the same time bring, and what they cost."""

from records.plan import Case
from report.chapters.backfill.cases import along, main_backfill
from report.charts.line_chart import Panel, panels
from report.data.metrics import CPU, WALL, Metric
from report.data.results import Results
from report.data.series import Series
from report.page.document import Block, Items, Picture, Table, Text
from report.stats.comparison import Comparison, too_few
from report.text import interval, number, plural, times

Levels = dict[int, Series]
"""Partitions allowed at once -> the contender's rounds with them."""


def blocks(results: Results) -> list[Block]:
    """Sentences, picture and table; [] where only one concurrency was measured."""
    main = main_backfill(results)
    found = levels_of(results)
    if not found or main is None:
        return []
    everyone = [series for levels in found for series in levels.values()]
    fewest = min(len(series.values(WALL)) for series in everyone)
    about = f"{plural(len(main.case.days), 'day')}. Line: medians. Dots: every round. Lower is better."
    return [
        Items([_sentence(levels) for levels in found]),
        Picture(
            "concurrency",
            "Wall and CPU time over the number of partitions allowed at once: a dot for each round, a line through "
            "each contender's medians.",
            panels(
                [_panel(found, metric) for metric in (WALL, CPU)],
                "partitions allowed at once",
                results.plan.contenders,
                log=True,
                ticks=sorted({level for levels in found for level in levels}),
            ),
        ),
        Text(f"{about} {too_few(fewest, 'on a side')}".rstrip()),
        _table(found),
    ]


def levels_of(results: Results) -> list[Levels]:
    """Each contender that was measured with more than one concurrency, otherwise as the main case."""
    return along(results, WALL, lambda case: case.concurrency, _others)


def _others(case: Case) -> object:
    return case.source, len(case.days)


def _sentence(levels: Levels) -> str:
    """What the highest concurrency did to the time at the lowest."""
    fewest, most = min(levels), max(levels)
    least, all_of_it = levels[fewest], levels[most]
    before, after = (number(series.median(WALL)) for series in (least, all_of_it))
    compared = [
        Comparison(all_of_it.values(metric), least.values(metric)).said(f"the {metric.lower}")
        for metric in (WALL, CPU)
        if all_of_it.values(metric) and least.values(metric)
    ]
    return f"{least.label}: {before} s at {fewest} at once, {after} s at {most}: {'; '.join(compared)}."


def _table(found: list[Levels]) -> Table:
    rows = []
    for levels in found:
        first = levels[min(levels)].values(WALL)
        for level, series in levels.items():
            own = series.values(WALL)
            rows.append(
                [
                    series.name,
                    str(level),
                    str(len(own)),
                    number(series.median(WALL)),
                    interval(min(own), max(own)),
                    times(Comparison(own, first).ratio),
                    number(series.median(CPU)),
                ]
            )
    columns = ["Contender", "At once", "n", "Wall time, s", "Smallest to largest", "Ratio to the lowest", "CPU time, s"]
    return Table("Medians over rounds", columns, rows)


def _panel(found: list[Levels], metric: Metric) -> Panel:
    shown = [(level, one) for levels in found for level, one in levels.items() if one.values(metric)]
    points = [(one.name, level, seconds) for level, one in shown for seconds in one.values(metric)]
    lines = [(one.name, level, middle) for level, one in shown if (middle := one.median(metric)) is not None]
    return Panel(metric.heading, points, lines)
