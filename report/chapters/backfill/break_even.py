"""From where on one way is better than another: days in a run, length of a step, days at once."""

from collections.abc import Iterable
from itertools import permutations
from math import ceil
from statistics import median
from typing import Final

from records.names import BACKFILLS, CONTROL, PIPELINE
from report.chapters.backfill.concurrency import Levels, levels_of
from report.chapters.backfill.scaling import Growth, growths
from report.chapters.question import Fact, unfit
from report.chapters.registry import title
from report.data.folders import Evidence
from report.data.metrics import CPU, WALL
from report.data.results import Results
from report.data.series import Series
from report.page.document import Block, Items
from report.stats.comparison import Comparison
from report.text import limit, number, percent, plural

SHARE: Final = 0.1
"""What of a step an orchestrator may cost, and what more days at once have to bring."""


def findings(evidence: Evidence) -> list[str]:
    """What all backfills say; of a contender that was measured in several runs the first. Of unfit ones nothing."""
    return sentences(results for results in evidence.runs_of(BACKFILLS).values() if not unfit(results))


def blocks(results: Results) -> list[Block]:
    """What one run says; [] where it says nothing."""
    found = sentences([results])
    return [Items(found)] if found else []


def sentences(runs: Iterable[Results]) -> list[str]:
    """From how many days on, from which length of a step on, at how many days at once; each contender once."""
    days: dict[str, tuple[str, bool]] = {}
    steps: dict[str, str] = {}
    at_once: dict[str, str] = {}
    for results in runs:
        days |= {who: said for who, said in _from_days(results).items() if who not in days}
        steps |= {who: said for who, said in _step_lengths(results).items() if who not in steps}
        at_once |= {who: said for who, said in _full(results).items() if who not in at_once}
    lengths = (
        f"CPU time beyond {CONTROL}'s for each of the {len(PIPELINE)} steps of a day, imports, calls of dbt and "
        f"records included, a backfill's fixed cost left out: {'; '.join(steps.values())}."
    )
    # What lies beyond what was measured comes last.
    seen, beyond = ([said for said, measured in days.values() if measured is wanted] for wanted in (True, False))
    return [*seen, *([lengths] if steps else []), *at_once.values(), *beyond]


def _from_days(results: Results) -> dict[str, tuple[str, bool]]:
    """Two contenders -> from how many days on the one takes less, if a day costs it less; whether any were measured.

    Of one tool those are compared with the tuned one; of two tools those of a pair, where their lines cross.
    """
    found: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for metric in (WALL, CPU):
        own = [one for one in growths(results, metric) if one.line.paired and one.series.stack != CONTROL]
        for one, other in permutations(own, 2):
            if _compared(one, other) and Comparison(one.line.daily, other.line.daily).verdict == "less":
                since, measured = _since(one, other)
                if since or one.series.stack == other.series.stack:
                    since = since or f"for every number of days from {min(one.sizes)} to {max(one.sizes)}"
                    pair = (one.series.label, other.series.label)
                    found.setdefault(pair, []).append((f"{metric.lower} {since}", measured))
    at_once = f"{results.main.case.concurrency} at once"
    told = {}
    for (who, whom), said in found.items():
        measured = any(each for _, each in said)
        takes = "takes" if measured else "would take"
        sentence = f"{who} {takes} less than {whom}, {at_once}: {'; '.join(words for words, _ in said)}."
        told[f"{who}, {whom}"] = sentence, measured
    return told


def _compared(one: Growth, other: Growth) -> bool:
    """Whether they are ways of one tool, of which the other is the tuned one, or a pair of two tools."""
    ours, theirs = one.series.contender, other.series.contender
    return other.series.kind == "tuned" if ours.stack == theirs.stack else bool(set(ours.pairs) & set(theirs.pairs))


def _since(one: Growth, other: Growth) -> tuple[str, bool]:
    """From how many days on the one takes less, of which a day costs it less; "" if with the fewest already.

    And whether that many were measured: beyond them no size checks the lines.
    """
    extra = one.line.fixed.value - other.line.fixed.value
    days = ceil(extra / (other.line.per_day.value - one.line.per_day.value))
    if days <= min(one.sizes):
        return "", True
    measured = days <= max(one.sizes)
    return f"from about {days:,} days on{'' if measured else ', more than were measured'}", measured


def facts(evidence: Evidence) -> list[Fact]:
    """From which length of a step on a tool's CPU time is a small share of it, of the tuned contenders of one run."""
    for key, results in evidence.runs_of(BACKFILLS).items():
        steps = {} if unfit(results) else _step_costs(results)
        own = {one.stack: seconds for one, seconds in steps.items() if one.kind == "tuned"}
        if len(own) > 1:
            return [
                Fact(
                    "Long steps",
                    f"From which length of a step on is the tool's CPU time under {limit(SHARE)} of it?",
                    results.tools,
                    {
                        tool: f"from {number(cpu / SHARE)} s on ({number(cpu)} CPU s a step)"
                        for tool, cpu in own.items()
                    },
                    "longer steps hide the difference",
                    title(key),
                    configuration="tuned",
                )
            ]
    return []


def _step_costs(results: Results) -> dict[Series, float]:
    """Contender -> CPU seconds that it adds to a step; not of those that take several days at a time."""
    cpu = [growth for growth in growths(results, CPU) if growth.line.paired]
    control = next((growth for growth in cpu if growth.series.stack == CONTROL), None)
    if control is None:
        return {}
    added = {each.series: each.line.per_day.value - control.line.per_day.value for each in cpu}
    return {series: seconds / len(PIPELINE) for series, seconds in added.items() if seconds > 0}


def _step_lengths(results: Results) -> dict[str, str]:
    """Contender -> the CPU time that the orchestrator adds to a step, in words."""
    return {
        one.label: f"{one.label} {number(own)} s, which is {limit(SHARE)} of a step of {number(own / SHARE)} s"
        for one, own in _step_costs(results).items()
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
    days = plural(len(series.subject.case.days), "day")
    rounds = plural(min(len(each.rounds) for each in levels.values()), "round")
    cpu = series.values(CPU)
    share = percent(median(cpu) / (walls[enough] * cores)) if cpu else ""
    busy = f"; on average {share} of {plural(cores, 'core')} were busy at {enough}" if cpu else ""
    who = f"{series.label}, {days}, {rounds}"
    if enough == most:
        return f"{who}: up to {most} at once, the most that was measured, more still brought more{busy}."
    seconds = f"{number(walls[enough])} s at {enough}, {number(walls[most])} s at {most}"
    return f"{who}: from {enough} at once on, more bring less than {limit(SHARE)} ({seconds}){busy}."
