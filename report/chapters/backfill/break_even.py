"""From where on one way is better than another: days in a run, length of a step, days at once."""

from collections.abc import Iterable
from math import ceil
from statistics import median
from typing import Final

from records.names import BACKFILLS, CONTROL, PIPELINE
from report.chapters.backfill.concurrency import Levels, levels_of
from report.chapters.backfill.scaling import Growth, growths
from report.data.folders import Evidence
from report.data.metrics import CPU, WALL, Metric
from report.data.results import Results
from report.page.document import Block, Items
from report.stats.comparison import Comparison
from report.text import limit, listed, number, percent, plural

SHARE: Final = 0.1
"""What of a step an orchestrator may cost, and what more days at once have to bring."""


def findings(evidence: Evidence) -> list[str]:
    """What all backfills say; of a contender that was measured in several runs the first."""
    return sentences(evidence.runs_of(BACKFILLS).values())


def blocks(results: Results) -> list[Block]:
    """What one run says; [] where it says nothing."""
    found = sentences([results])
    return [Items(found)] if found else []


def sentences(runs: Iterable[Results]) -> list[str]:
    """From how many days on, from which length of a step on, at how many days at once; each contender once."""
    days: dict[str, str] = {}
    steps: dict[str, str] = {}
    at_once: dict[str, str] = {}
    for results in runs:
        days |= {who: said for who, said in _from_days(results).items() if who not in days}
        steps |= {who: said for who, said in _step_lengths(results).items() if who not in steps}
        at_once |= {who: said for who, said in _full(results).items() if who not in at_once}
    lengths = (
        f"An orchestrator's CPU time is under {limit(SHARE)} of a step's own from this length of a step on, on average "
        f"over the {len(PIPELINE)} steps of a day: {listed(list(steps.values()))}."
    )
    return [*days.values(), *([lengths] if steps else []), *at_once.values()]


def _from_days(results: Results) -> dict[str, str]:
    """Contender -> from how many days on it takes less than its tool's tuned one, if a day costs it less."""
    found: dict[str, list[str]] = {}
    for metric in (WALL, CPU):
        own = [one for one in growths(results, metric) if one.line.paired and one.series.stack != CONTROL]
        for usual in (one for one in own if one.series.kind == "tuned"):
            for other in (one for one in own if one.series.stack == usual.series.stack):
                if Comparison(other.line.daily, usual.line.daily).verdict == "less":
                    found.setdefault(f"{other.series.label} takes less than {usual.series.label}", []).append(
                        _crossing(other, usual, metric)
                    )
    return {who: f"{who}: {'; '.join(said)}." for who, said in found.items()}


def _crossing(one: Growth, other: Growth, metric: Metric) -> str:
    """Where the lines of two contenders cross, of which the one costs less a day."""
    extra = one.line.fixed.value - other.line.fixed.value
    days = ceil(extra / (other.line.per_day.value - one.line.per_day.value))
    since = f"from about {days} days on" if days > 1 else "for any number of days"
    costs = [f"{number(each.line.fixed.value)} s + {number(each.line.per_day.value)} s a day" for each in (one, other)]
    return f"{metric.lower} {since} ({' against '.join(costs)})"


def _step_lengths(results: Results) -> dict[str, str]:
    """Contender -> the CPU time of a step of which what the orchestrator adds is no more than a share."""
    cpu = [growth for growth in growths(results, CPU) if growth.line.paired]
    control = next((growth for growth in cpu if growth.series.stack == CONTROL), None)
    if control is None:
        return {}
    added = {each.series.label: each.line.per_day.value - control.line.per_day.value for each in cpu}
    return {
        who: f"{who} {number(seconds / len(PIPELINE) / SHARE)} s ({number(seconds)} s a day more than {CONTROL})"
        for who, seconds in added.items()
        if seconds > 0
    }


def _full(results: Results) -> dict[str, str]:
    """Contender -> from how many days at once on more of them bring less than a share of the wall time."""
    cores = max((machine.cores for machine in results.machines), default=0)
    found = {}
    for levels in levels_of(results):
        walls = {level: wall for level, series in sorted(levels.items()) if (wall := series.median(WALL))}
        series = next(iter(levels.values()))
        if series.stack == CONTROL or len(walls) < 3 or not cores:
            continue
        enough = next(
            level
            for level, wall in walls.items()
            if all(later > (1 - SHARE) * wall for more, later in walls.items() if more > level)
        )
        found[series.label] = _said_of(levels, walls, enough, cores)
    return found


def _said_of(levels: Levels, walls: dict[int, float], enough: int, cores: int) -> str:
    series, most = levels[enough], max(walls)
    cpu = series.values(CPU)
    busy = f", with {percent(median(cpu) / (walls[enough] * cores))} of {plural(cores, 'core')} in use" if cpu else ""
    if enough == most:
        return f"{series.label}: up to {most} days at once, the most that was measured, more still brought more{busy}."
    in_use = f"{busy} at {enough}" if busy else ""
    return (
        f"{series.label}: from {enough} at once on, more days at once bring less than {limit(SHARE)}: "
        f"{number(walls[enough])} s at {enough}, {number(walls[most])} s at {most}{in_use}."
    )
