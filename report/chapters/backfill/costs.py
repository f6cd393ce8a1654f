"""What a backfill costs each contender: the chapter's answer in a sentence, and its one table."""

from statistics import mean, median

from records.names import CONTROL
from report.chapters.backfill.cases import numbered, watched_case
from report.chapters.backfill.headline import compared_in, headline
from report.chapters.backfill.scaling import Growth, daily_costs, growths, many_days
from report.data.metrics import BRING_UP, CPU, FIRST_STEP, PEAK_MEMORY, WALL, Metric
from report.data.results import Results
from report.page.document import Table
from report.stats.comparison import Comparison
from report.text import MISSING, case_label, number, plural, times


def answer(results: Results) -> str:
    """What a day costs the first contenders that are compared, or what the main case took, and how they compare."""
    daily = daily_costs(results, WALL)
    for one, other in compared_in(results, results.main):
        ours, theirs = daily.get(one.name), daily.get(other.name)
        if ours and theirs:
            against = Comparison(ours, theirs)
            return (
                f"Each further day of a backfill takes {one.label} {number(mean(ours))} s and {other.label} "
                f"{number(mean(theirs))} s: {against.said('the time')}."
            )
    control = results.control(results.main).values(WALL)
    if not control and (compared := compared_in(results, results.main)):
        one, other = compared[0]
        ours, theirs = one.values(WALL), other.values(WALL)
        took = f"takes {one.label} {number(median(ours))} s and {other.label} {number(median(theirs))} s"
        return f"A backfill of {case_label(results.main.case)} {took}: {Comparison(ours, theirs).said('the time')}."
    return next(iter(headline(results)), "There is nothing to compare.")


def costs(results: Results) -> Table | None:
    """A row for each contender: fixed cost and cost per day where two sizes were paired, or else the main case.

    None where nobody has a number.
    """
    paired = {metric: _paired(results, metric) for metric in (WALL, CPU)}
    return _by_day(results, paired) if paired[WALL] else _whole(results)


def _paired(results: Results, metric: Metric) -> dict[str, Growth]:
    return {growth.series.name: growth for growth in growths(results, metric) if growth.line.paired}


def _by_day(results: Results, paired: dict[Metric, dict[str, Growth]]) -> Table:
    days, many = max(many_days(results, WALL).items(), default=(0, {}))
    memory = {series.name: series for series in results.series(watched_case(results))}
    rows = []
    for series in results.series(results.main):
        wall, cpu = (found.get(series.name) for found in paired.values())
        rows.append(
            [
                series.name,
                number(series.median(FIRST_STEP)),
                str(wall.line.fixed) if wall else MISSING,
                str(wall.line.per_day) if wall else MISSING,
                *([number(median(own) if (own := many.get(series.name)) else None)] if days else []),
                str(cpu.line.per_day) if cpu else MISSING,
                number(memory[series.name].median(PEAK_MEMORY)) if series.name in memory else MISSING,
            ]
        )
    columns = ["Contender", "First step, s", "Fixed, s", "A day, s"]
    columns += [f"{plural(days, 'day')}, s"] if days else []
    rounds = plural(max((len(growth.line.daily) for growth in paired[WALL].values()), default=0), "round")
    caption = (
        f"A backfill, {results.main.case.concurrency} at once ({CONTROL}: one day after another): what is fixed, "
        f"where the line through both sizes begins, and what each further day adds (means of {rounds}, 95 % "
        "intervals), all else medians; CPU and memory of all processes, the database included"
    )
    return Table(caption, [*columns, "CPU a day, s", "Peak memory, MB"], rows)


def _whole(results: Results) -> Table | None:
    shown = numbered(results, results.main)
    if not shown:
        return None
    control = results.control(results.main)
    rows = [
        [
            series.name,
            str(len(series.rounds)),
            *(
                cell
                for metric in (WALL, CPU)
                for cell in (number(series.median(metric)), _to(series.values(metric), control.values(metric)))
            ),
            number(series.median(PEAK_MEMORY)),
            number(series.median(BRING_UP)),
        ]
        for series in shown
    ]
    to = f"to {CONTROL}"
    columns = ["Contender", "n", "Wall time, s", to, "CPU time, s", to, "Peak memory, MB", "Bring-up, s"]
    # A column that nobody has a value in says nothing.
    told = [i for i in range(len(columns)) if any(row[i] != MISSING for row in rows)]
    kept = [[row[i] for i in told] for row in rows]
    return Table(f"{case_label(results.main.case)}: medians over rounds", [columns[i] for i in told], kept)


def _to(own: list[float], control: list[float]) -> str:
    return times(Comparison(own, control).ratio) if own and control else MISSING
