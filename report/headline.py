"""The verdict in words; every sentence is computed."""

from itertools import combinations
from statistics import median

from report.intervals import ratio, ratio_interval
from report.read import Results
from report.summary import CONTROL, CPU, WALL, Metric, values, withheld
from report.words import label, number, one_line, plural, times

# Two values a side stand fully apart by chance one time in three: not enough for a verdict.
ENOUGH = 3


def headline(results: Results, scenario: str) -> list[str]:
    """Sentences for one scenario: times against bare, the stacks against each other, what is missing."""
    others = [c for c in results.contenders if c != CONTROL]
    pairs = [(a, b) for a, b in combinations(others, 2) if a.split(":")[0] != b.split(":")[0]]
    sentences = [
        _against_control(results, scenario, others, WALL),
        _against_control(results, scenario, others, CPU),
        *(_against_each_other(results, scenario, a, b) for a, b in pairs),
        _too_few(results, scenario),
        *(_missing(results, scenario, c) for c in results.contenders),
    ]
    return [sentence for sentence in sentences if sentence]


def _against_control(results: Results, scenario: str, others: list[str], metric: Metric) -> str:
    """What each took, and how often that of bare."""
    control = values(results, scenario, CONTROL, metric)
    parts = [f"{CONTROL} {number(median(control))} s"] if control else []
    for contender in others:
        if own := values(results, scenario, contender, metric):
            against = ", " + _compared(own, control, CONTROL + "'s") if control else ""
            parts.append(f"{label(contender)} {number(median(own))} s{against}")
    if not parts:
        return ""
    subject = f"{plural(_days(results, scenario), 'day')}, {_lower(metric)}"
    return f"{subject}: {'; '.join(parts)}{'' if control else f'; no {CONTROL} to compare with'}."


def _against_each_other(results: Results, scenario: str, one: str, other: str) -> str:
    """How often the one took what the other did, in wall and CPU time."""
    parts = [
        _compared(above, below, f"the {_lower(metric)}")
        for metric in (WALL, CPU)
        if (above := values(results, scenario, one, metric)) and (below := values(results, scenario, other, metric))
    ]
    return f"{label(one)} against {label(other)}: {'; '.join(parts)}." if parts else ""


def _compared(above: list[float], below: list[float], what: str) -> str:
    """The ratio of the medians with its interval, and whether it tells them apart."""
    found, bounds = f"{times(ratio(median(above), median(below)))} {what}", ratio_interval(above, below)
    if bounds:
        found += f" ({bounds[0]:.2f} to {bounds[1]:.2f})"
    return f"{found}, no measurable difference" if bounds and bounds[0] <= 1 <= bounds[1] else found


def _too_few(results: Results, scenario: str) -> str:
    counts = [n for c in results.contenders if (n := len(values(results, scenario, c, WALL)))]
    enough = min(counts, default=ENOUGH) >= ENOUGH
    return "" if enough else f"Fewer than {ENOUGH} rounds: too few to tell a difference from noise."


def _lower(metric: Metric) -> str:
    return metric.short.replace("Wall", "wall")


def _missing(results: Results, scenario: str, contender: str) -> str:
    reason = withheld(results, scenario, contender)
    return f"{label(contender)} has no number: {one_line(reason)}." if reason else ""


def _days(results: Results, scenario: str) -> int:
    counts = [m.days.count for m in results.measurements if m.scenario == scenario]
    return counts[0] if counts else results.plan.days.count
