"""Whether the machine was steady, and what measuring took."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from report.data.metrics import CPU, WALL, Metric
from report.data.results import Results
from report.data.run import Run
from report.page.document import Block, Items, Table
from report.stats.trend import trend
from report.text import limit, number, percent, plural

LOAD = 0.05
"""What the rest of the machine may use, of all cores."""
DRIFT, CHANCE, POINTS = 0.05, 0.01, 10
"""How much values may change over a run, how unlikely by chance that has to be, and how many it takes to tell."""
OUTLIER, ALIKE = 0.25, 3
"""How far a round may be from the median of its like, and how many have to be alike to have one."""
SWING = 0.25
"""How much more the same short loop may cost beside a contender in one round than in another."""
HARNESS = 0.01
"""What the measuring process may use, of the CPU time that it measures."""


def _pace_us(run: Run) -> float | None:
    found = run.measurement.resources.core_pace_s or run.measurement.resources.pace_s
    return None if found is None else 1e6 * found


PACE = Metric("pace", "The machine's pace", "µs", _pace_us)


@dataclass(frozen=True)
class Value:
    """One round's value of a metric over the median of its like."""

    run: Run
    metric: Metric
    relative: float


def blocks(results: Results) -> list[Block]:
    """Warnings, or that there is nothing to warn of; and the harness's own cost."""
    runs = _completed(results)
    if not runs:
        return []
    swings, speed = _speed(results)
    drifts = (warning for metric in (WALL, CPU) for warning in _drift(results, metric))
    warnings = [*_load(results), *swings, *drifts, *_outliers(results)]
    return [Items([*(warnings or [_steady(results)]), *speed, _harness(runs)]), _costs(results)]


def relative(results: Results, metric: Metric) -> list[Value]:
    """Every value over the median of its like: the same contender in the same case, measured often enough."""
    # The second measurement of a case is the same work as the first.
    work = {scenario.name: scenario.repeats or scenario.name for scenario in results.scenarios}
    alike: defaultdict[tuple[str, ...], list[tuple[Run, float]]] = defaultdict(list)
    for run in _completed(results):
        scenario, case, contender = run.key
        value = metric.value(run)
        if value is not None:
            alike[work[scenario], case, contender].append((run, value))
    return [
        Value(run, metric, value / middle)
        for group in alike.values()
        if len(group) >= ALIKE and (middle := median(value for _, value in group))
        for run, value in group
    ]


def load(run: Run) -> float | None:
    """What the rest of the machine used while a run was measured, of all cores; None where that is not known."""
    m = run.measurement
    used = m.resources.elsewhere_cpu_s
    return None if used is None or not run.wall_s else used / (run.wall_s * m.machine.cores)


def _completed(results: Results) -> list[Run]:
    return [run for run in results.runs if run.measurement.outcome == "completed"]


def _load(results: Results) -> Iterator[str]:
    loads = [(share, run) for run in _completed(results) if (share := load(run)) is not None]
    if not loads:
        yield "What else the machine did meanwhile was not recorded."
        return
    over = [(share, run) for share, run in loads if share > LOAD]
    if over:
        share, worst = max(over, key=lambda each: each[0])
        yield (
            f"Unsteady: in {len(over)} of {plural(len(loads), 'measurement')} the rest of the machine used more than "
            f"{limit(LOAD)} of its cores, most in {_name(results, worst)} ({percent(share)})."
        )


def _drift(results: Results, metric: Metric) -> Iterator[str]:
    found = relative(results, metric)
    if len(found) < POINTS:
        return
    starts = [value.run.measurement.started_at.timestamp() for value in found]
    ratios = [value.relative for value in found]
    if len(set(ratios)) == 1:
        return
    span = max(starts) - min(starts)
    over_time = trend(starts, ratios)
    change = over_time.slope * span
    if over_time.p < CHANCE and abs(change) > DRIFT:
        yield (
            f"Unsteady: {metric.lower} drifts. Over the {number(span / 60)} minutes of the run, rounds became "
            f"{percent(abs(change))} {'slower' if change > 0 else 'faster'} than others of the same contender and case "
            f"(Spearman's rank correlation with time {over_time.correlation:.2f}, p = {over_time.p:.2g})."
        )


def _outliers(results: Results) -> Iterator[str]:
    far = [v for metric in (WALL, CPU) for v in relative(results, metric) if abs(v.relative - 1) > OUTLIER]
    if far:
        named = "; ".join(f"{_name(results, v.run)}, {v.metric.lower} {100 * (v.relative - 1):+.0f} %" for v in far)
        yield f"More than {limit(OUTLIER)} from the median of the same contender and case: {named}."


def _steady(results: Results) -> str:
    """What was looked for and not found; and what so few rounds cannot show."""
    highest = max(share for run in _completed(results) if (share := load(run)) is not None)
    compared = min(len(relative(results, metric)) for metric in (WALL, CPU))
    sentence = (
        f"Steady: the rest of the machine never used more than {percent(highest)} of its cores while something was "
        "measured"
    )
    if not compared:
        return f"{sentence}; fewer than {ALIKE} rounds of a contender and case cannot show outliers or drift."
    sentence += f", no round is more than {limit(OUTLIER)} from the median of the same contender and case"
    if compared < POINTS:
        return f"{sentence}; {plural(compared, 'round')} are too few to show a drift."
    return f"{sentence}, and none of wall and CPU time drifts by more than {limit(DRIFT)} over the run."


def _speed(results: Results) -> tuple[list[str], list[str]]:
    """What the same short loop cost over the run: a warning where it differs much beside one contender, else a fact."""
    known = [pace for run in _completed(results) if (pace := PACE.value(run))]
    if not known:
        return [], []
    used = "CPU time is normalised by that." if results.at_one_pace else "No figure is normalised by that."
    sentence = (
        f"the same short loop, run beside {plural(len(known), 'measurement')}, cost {number(min(known))} to "
        f"{number(max(known))} µs of CPU time (median {number(median(known))}). {used}"
    )
    beside_its_like = [value.relative for value in relative(results, PACE)]
    if beside_its_like and max(beside_its_like) / min(beside_its_like) - 1 > SWING:
        return [f"Unsteady: the machine's own speed changed; {sentence}"], []
    return [], [f"The machine's own speed: {sentence}"]


def _harness(runs: list[Run]) -> str:
    used = [run.measurement.resources for run in runs]
    own = sum(each.harness_cpu_s for each in used)
    known = [each.cpu_s for each in used if each.cpu_s is not None]
    if len(known) < len(used) or not sum(known):
        return f"The measuring process used {number(own)} CPU s; how much the stacks used is not known."
    all_of_it = sum(known)
    share = own / all_of_it
    return (
        f"The measuring process used {number(own)} CPU s while {number(all_of_it)} CPU s were measured, "
        f"{percent(share)}: {'under' if share < HARNESS else 'not under'} {limit(HARNESS)}. "
        "Its supervisor and the console count as CPU elsewhere."
    )


def _costs(results: Results) -> Table:
    rows = []
    for contender in results.contenders:
        used = [run.measurement.resources for run in _completed(results) if run.measurement.contender == contender.name]
        shares = [u.harness_cpu_s / u.cpu_s for u in used if u.cpu_s]
        if shares:
            verdict = "yes" if median(shares) < HARNESS else "no"
            rows.append([contender.name, str(len(shares)), percent(median(shares)), percent(max(shares)), verdict])
    columns = ["Contender", "Measurements", "Median", "Largest", f"Median under {limit(HARNESS)}"]
    return Table("CPU time of the measuring process over that of what it measured", columns, rows)


def _name(results: Results, run: Run) -> str:
    scenario, case, contender = run.key
    return f"{results.contender(contender).label} in {scenario} {case}, round {run.measurement.round}"
