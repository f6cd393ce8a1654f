"""What more partitions at the same time bring, and what they cost."""

from statistics import median

from report.chapters.backfill.headline import compared
from report.chapters.backfill.waits import BACKFILL, main_case, numbered, too_few
from report.charts.line_chart import Panel, panels
from report.data.results import Results
from report.data.summary import CPU, WALL, Metric
from report.page.document import Block, Items, Picture, Table, Text
from report.stats.intervals import mean_ratio
from report.text import interval, label, number, plural, times

Times = dict[str, dict[int, list[float]]]
"""Contender -> partitions allowed at once -> seconds of each round."""


def found_at(results: Results, metric: Metric) -> Times:
    """Every contender measured at two or more concurrencies, otherwise as the main case."""
    main = main_case(results)
    if main is None:
        return {}
    alike = (main.work, main.source, main.days.count)
    cases = [c for c in results.cases(BACKFILL) if (c.work, c.source, c.days.count) == alike]
    found: Times = {contender: {} for contender in results.contenders}
    for case in sorted(cases, key=lambda case: case.concurrency):
        for contender, own in numbered(results, BACKFILL, case, metric).items():
            found[contender][case.concurrency] = own
    return {contender: levels for contender, levels in found.items() if len(levels) > 1}


def blocks(results: Results) -> list[Block]:
    """Sentences, picture and table; [] where only one concurrency was measured."""
    wall, cpu = found_at(results, WALL), found_at(results, CPU)
    main = main_case(results)
    if not wall or main is None:
        return []
    sentences = [_sentence(contender, wall[contender], cpu.get(contender, {})) for contender in wall]
    levels = sorted({level for each in wall.values() for level in each})
    fewest = min(len(own) for each in wall.values() for own in each.values())
    about = f"{plural(main.days.count, 'day')}. Line: medians. Dots: every round. Lower is better."
    return [
        Items(sentences),
        Picture(
            "concurrency",
            "Wall and CPU time over the number of partitions allowed at once: a dot to every round, a line through "
            "each contender's medians.",
            panels(
                [_panel(wall, WALL), _panel(cpu, CPU)],
                "partitions allowed at once",
                results.contenders,
                log=True,
                ticks=levels,
            ),
        ),
        Text(f"{about} {too_few(fewest, 'on a side')}".rstrip()),
        _table(wall, cpu),
    ]


def _sentence(contender: str, wall: dict[int, list[float]], cpu: dict[int, list[float]]) -> str:
    """What the most that was allowed did to the time at the least."""
    least, most = min(wall), max(wall)
    sentence = (
        f"{label(contender)}: {number(median(wall[least]))} s at {least} at once, {number(median(wall[most]))} s at "
        f"{most}: {compared(wall[most], wall[least], 'the wall time')}"
    )
    both = {least, most} <= set(cpu)
    return sentence + (f"; {compared(cpu[most], cpu[least], 'the CPU time')}." if both else ".")


def _table(wall: Times, cpu: Times) -> Table:
    rows = []
    for contender, levels in wall.items():
        for level, own in levels.items():
            used, first = cpu.get(contender, {}).get(level), levels[min(levels)]
            rows.append(
                [
                    contender,
                    str(level),
                    str(len(own)),
                    number(median(own)),
                    interval(min(own), max(own)),
                    times(mean_ratio(own, first)),
                    number(median(used) if used else None),
                ]
            )
    columns = ["Contender", "At once", "n", "Wall time, s", "Smallest to largest", "Ratio to the fewest", "CPU time, s"]
    return Table("Medians over rounds", columns, rows)


def _panel(found: Times, metric: Metric) -> Panel:
    points = [(c, level, s) for c, levels in found.items() for level, own in levels.items() for s in own]
    lines = [(c, level, median(own)) for c, levels in found.items() for level, own in levels.items()]
    return Panel(metric.heading, points, lines)
