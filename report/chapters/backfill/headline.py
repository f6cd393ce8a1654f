"""The verdict in words; every sentence is computed."""

from itertools import combinations
from statistics import median

from report.data.results import Results
from report.data.summary import CONTROL, CPU, WALL, Metric, control_values, values, withheld
from report.stats.intervals import mean_ratio, ratio_interval
from report.text import case_label, configuration, label, listed, number, one_line, plural, stack, times

ENOUGH = 5
"""How many rounds on both sides a verdict takes."""
SIMULATED = (
    "In a simulation with equal contenders, on a machine of one speed or of two, the interval left out 1, which is a "
    "false alarm, in 9 to 10 % of comparisons with 3 rounds a side, in 5 to 6 % with 4, in 6 to 8 % with 5 against 3, "
    "and in 4 to 5 % with 5, 8 or 10."
)


def headline(results: Results) -> list[str]:
    """Sentences on the main case: against bare, the stacks against each other, other ways, what is missing."""
    leading = leaders(results)
    sentences = [
        _against_control(results, leading, WALL),
        _against_control(results, leading, CPU),
        *(_against_each_other(results, a, b) for a, b in combinations(leading, 2)),
        other_ways(results),
        _too_few(results, leading),
        *(_missing(results, contender) for contender in results.contenders_of(*results.main.key)),
        unfinished(results),
    ]
    return [sentence for sentence in sentences if sentence]


def leaders(results: Results) -> list[str]:
    """Who speaks for each orchestrator in the main case: its tuned contender, or the first that has a number."""
    key = results.main.key
    present = [c for c in results.contenders_of(*key) if stack(c) != CONTROL]
    numbered = [c for c in present if withheld(results, *key, c) is None]
    first: dict[str, str] = {}
    for contender in sorted(numbered, key=lambda c: ["tuned", "stock", "special"].index(configuration(c))):
        first.setdefault(stack(contender), contender)
    return [c for c in present if c in first.values()]


def compared(above: list[float], below: list[float], what: str) -> str:
    """The ratio with its interval, and whether enough rounds tell that there is no difference."""
    found, bounds = f"{times(mean_ratio(above, below))} {what}", ratio_interval(above, below)
    if not bounds:
        return found
    found += f" ({bounds[0]:.2f} to {bounds[1]:.2f})"
    equal = bounds[0] <= 1 <= bounds[1] and min(len(above), len(below)) >= ENOUGH
    return f"{found}, no measurable difference" if equal else found


def _against_control(results: Results, leading: list[str], metric: Metric) -> str:
    """What each took, and how often that of bare."""
    control = control_values(results, *results.main.key, metric)
    parts = [f"{CONTROL} {number(median(control))} s"] if control else []
    for contender in leading:
        if own := _values(results, contender, metric):
            against = ", " + compared(own, control, CONTROL + "'s") if control else ""
            parts.append(f"{label(contender)} {number(median(own))} s{against}")
    if not parts:
        return ""
    subject = f"{case_label(results.main.case)}, {_lower(metric)}"
    return f"{subject}: {'; '.join(parts)}{'' if control else f'; no {CONTROL} to compare with'}."


def _against_each_other(results: Results, one: str, other: str) -> str:
    """How often the one took what the other did, in wall and CPU time."""
    parts = _times_and_cpu(results, one, other)
    return f"{label(one)} against {label(other)}: {'; '.join(parts)}." if parts else ""


def other_ways(results: Results) -> str:
    """How the special ways of a stack compare with the one that speaks for it."""
    leading = leaders(results)
    usual = {CONTROL: CONTROL} | {stack(contender): contender for contender in leading}
    sentences = []
    for contender in results.contenders_of(*results.main.key):
        beside = usual.get(stack(contender), contender)
        if configuration(contender) == "special" and beside != contender:
            parts = _times_and_cpu(results, contender, beside)
            rounds = len(_values(results, contender, WALL))
            few = f" ({plural(rounds, 'round')})" if rounds < ENOUGH else ""
            sentences += [f"{label(contender)}{few} {' and '.join(parts)} of {label(beside)}"] if parts else []
    return f"Other ways: {'; '.join(sentences)}." if sentences else ""


def _times_and_cpu(results: Results, one: str, other: str) -> list[str]:
    return [
        compared(above, below, f"the {_lower(metric)}")
        for metric in (WALL, CPU)
        if (above := _values(results, one, metric)) and (below := _values(results, other, metric))
    ]


def _too_few(results: Results, leading: list[str]) -> str:
    """Whose rounds do not carry a verdict, of all that the sentences before are about."""
    special = [c for c in results.contenders_of(*results.main.key) if configuration(c) == "special"]
    rounds = {c: len(_values(results, c, WALL)) for c in [CONTROL, *leading, *special]}
    few = [c for c, n in rounds.items() if 0 < n < ENOUGH]
    whose = "" if len(few) == sum(n > 0 for n in rounds.values()) else f": so with {listed([label(c) for c in few])}"
    return f"Fewer than {ENOUGH} rounds on a side are too few for a verdict{whose}." if few else ""


def _missing(results: Results, contender: str) -> str:
    reason = withheld(results, *results.main.key, contender)
    return f"{label(contender)} has no number: {one_line(reason)}." if reason else ""


def unfinished(results: Results) -> str:
    """How much of the plan is still to be measured."""
    asked = {(e.scenario, e.case, e.contender): e.rounds for e in results.plan.entries}
    left = sum(max(0, rounds - len(results.of(*place))) for place, rounds in asked.items())
    return f"{left:,} of {sum(asked.values()):,} planned rounds were not measured." if left else ""


def _values(results: Results, contender: str, metric: Metric) -> list[float]:
    return values(results, *results.main.key, contender, metric)


def _lower(metric: Metric) -> str:
    return metric.short.replace("Wall", "wall")
