"""The verdict in words; every sentence is computed."""

from itertools import combinations
from statistics import median

from report.intervals import ratio, ratio_interval
from report.read import Results
from report.summary import CONTROL, CPU, WALL, Metric, values, withheld
from report.words import label, number, one_line, plural, ratio_words, times


def headline(results: Results, scenario: str) -> list[str]:
    """Sentences for one scenario: times against bare, the orchestrators against each other, what is missing."""
    contenders = [c for c in results.contenders if c != CONTROL]
    return [
        *_against_control(results, scenario, contenders),
        *(
            _against_each_other(results, scenario, metric, one, other)
            for one, other in combinations(contenders, 2)
            for metric in (WALL, CPU)
            if values(results, scenario, one, metric) and values(results, scenario, other, metric)
        ),
        *(
            f"{label(c)} has no number: {one_line(reason)}."
            for c in results.contenders
            if (reason := withheld(results, scenario, c))
        ),
    ]


def _against_control(results: Results, scenario: str, contenders: list[str]) -> list[str]:
    """One sentence: what every orchestrator took in wall and CPU time, and how often that of bare."""
    walls = {c: median(found) for c in contenders if (found := values(results, scenario, c, WALL))}
    cpus = {c: median(found) for c in contenders if (found := values(results, scenario, c, CPU))}
    bare_wall, bare_cpu = (
        median(found) if (found := values(results, scenario, CONTROL, metric)) else None for metric in (WALL, CPU)
    )
    days = plural(_days(results, scenario), "day")
    if bare_wall is None:
        parts = [f"{label(c)} took {number(wall)} s" for c, wall in walls.items()]
        return [f"{days}: {', '.join(parts)}; there is no {CONTROL} to compare with."] if parts else []
    parts = [f"{CONTROL} took {number(bare_wall)} s"] + [
        f"{label(c)} {number(wall)} s ({times(ratio(wall, bare_wall))})" for c, wall in walls.items()
    ]
    sentences = [f"{days}: {', '.join(parts)}."]
    if bare_cpu is not None and cpus:
        parts = [f"{CONTROL} used {number(bare_cpu)} s"] + [
            f"{label(c)} {number(cpu)} s ({times(ratio(cpu, bare_cpu))})" for c, cpu in cpus.items()
        ]
        sentences.append(f"CPU time: {', '.join(parts)}.")
    return sentences


def _against_each_other(results: Results, scenario: str, metric: Metric, one: str, other: str) -> str:
    above, below = values(results, scenario, one, metric), values(results, scenario, other, metric)
    found, bounds = ratio(median(above), median(below)), ratio_interval(above, below)
    what = f"{label(one)} against {label(other)}, {metric.title.split(' (')[0].lower().replace('cpu', 'CPU')}: "
    if bounds is None:
        return f"{what}{times(found)}; too few rounds to tell a difference from noise."
    if bounds[0] <= 1 <= bounds[1]:
        return f"{what}no measurable difference ({times(found)}, interval {ratio_words(bounds)})."
    return f"{what}{times(found)} (interval {ratio_words(bounds)})."


def _days(results: Results, scenario: str) -> int:
    counts = [m.days.count for m in results.measurements if m.scenario == scenario]
    return counts[0] if counts else results.plan.days.count
