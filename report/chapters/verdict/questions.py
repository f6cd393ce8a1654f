"""The questions of someone who has to choose, and the raw values that answer them."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import geometric_mean

from records.ergonomics import TOOLS
from report.chapters.rerun.recovery import Remedied, first_ways, wrong
from report.data.ergonomics import COLD, WARM, Ergonomics
from report.data.folders import Evidence
from report.data.results import Results
from report.data.summary import BRING_UP, CONTROL, CPU, DATA_READY, PEAK_MEMORY, WALL, Metric, values, withheld
from report.text import case_label, configuration, one_line, plural, stack


@dataclass(frozen=True)
class Measure:
    """Something of which less is better, measured with several contenders in one run.

    samples has contender -> the raw value of each round, in the unit; missing has contender -> why it has none.
    Measures of one source come from the same rounds. leads: whether the verdict shows it, or only the table of all.
    """

    name: str
    short: str
    unit: str
    less: str
    more: str
    samples: dict[str, list[float]]
    missing: dict[str, str]
    source: str
    leads: bool = True


@dataclass(frozen=True)
class Question:
    """What a reader asks, with all that was measured for it, the first thing first; command measures it."""

    short: str
    text: str
    command: str
    measures: list[Measure]


def questions(evidence: Evidence) -> list[Question]:
    """All questions, with no measures where nothing was measured for one."""
    backfill = [_of_main_case(evidence.backfills, m) for m in _METRICS] if evidence.backfills else []
    wall, ready, cpu, memory, start = ([measure] for measure in backfill) if backfill else ([], [], [], [], [])
    return [
        Question("Backfill", "How long is a backfill?", "bench run", wall + ready),
        Question("Failure", "What does a failure or a change cost?", "bench run --profile rerun", _reruns(evidence)),
        Question("Test loop", "How fast is the test loop?", "bench ergonomics", _tests(evidence)),
        Question("Resources", "What does it take to run?", "bench run", cpu + memory),
        Question("Start", "How quickly does it start?", "bench run", start),
    ]


_METRICS = (WALL, DATA_READY, CPU, PEAK_MEMORY, BRING_UP)


def ranked(contenders: Iterable[str]) -> list[str]:
    """The orchestrators' contenders that stand for them: stock and tuned; special ways where there are no others."""
    own = [c for c in contenders if stack(c) != CONTROL]
    return [c for c in own if configuration(c) in ("stock", "tuned")] or own


def one_machine(results: Results) -> bool:
    """Whether everything was measured on one: a ratio across machines would be of machines as well."""
    return len({m.machine.model_dump_json() for m in results.measurements}) <= 1


def _of_main_case(results: Results, metric: Metric) -> Measure:
    key = results.main.key
    wanted = ranked(results.contenders_of(*key))
    found = {c: values(results, *key, c, metric) for c in wanted} if one_machine(results) else {}
    samples = {c: own for c, own in found.items() if own}
    reasons = {c: _reason(results, c, metric) for c in wanted if c not in samples}
    words = ("less", "more") if metric in (CPU, PEAK_MEMORY) else ("faster", "slower")
    name = f"{metric.title}, {case_label(results.main.case)}"
    source = "warm-ups" if metric.of_warm_ups else "rounds"
    leads = metric is not DATA_READY
    return Measure(name, metric.short, metric.unit, *words, samples, reasons, source, leads)


def _reason(results: Results, contender: str, metric: Metric) -> str:
    if not one_machine(results):
        return "measured on several machines"
    if reason := withheld(results, *results.main.key, contender):
        return one_line(reason, 160)
    if results.plan.target != "embedded":
        return "cannot be seen where the stacks were up already"
    return "no warm-up read it" if metric.of_warm_ups else "not read in every round"


def _reruns(evidence: Evidence) -> list[Measure]:
    """Seconds until 'done' in the first way of every trouble: a round's value is the geometric mean over troubles."""
    results = evidence.reruns
    ways = first_ways(results) if results else {}
    if not results or not ways:
        return []
    samples, missing = {}, {}
    for contender in ranked(dict.fromkeys(c for of in ways.values() for c in of)):
        own = {trouble: of.get(contender) for trouble, of in ways.items()}
        reasons = [f"{trouble}: {_not_right(way)}" for trouble, way in own.items() if _not_right(way)]
        rounds = _per_round([way for way in own.values() if way])
        if not one_machine(results):
            missing[contender] = "measured on several machines"
        elif reasons or not rounds:
            missing[contender] = one_line("; ".join(reasons) or "no round has every trouble", 160)
        else:
            samples[contender] = rounds
    name = f"Until 'done', geometric mean of {plural(len(ways), 'trouble')}"
    return [Measure(name, "Time until 'done'", "s", "faster", "slower", samples, missing, "reruns")]


def _not_right(way: Remedied | None) -> str:
    return wrong(way) if way else "not measured"


def _per_round(ways: list[Remedied]) -> list[float]:
    """A value for each round that every trouble has."""
    walls = [{run.measurement.round: run.wall_s for run in way.runs} for way in ways]
    rounds = sorted(set[int].intersection(*map(set, walls))) if walls else []
    found = [[own[number] for own in walls] for number in rounds]
    return [geometric_mean(own) for own in found if min(own) > 0]


def _tests(evidence: Evidence) -> list[Measure]:
    """Seconds of all intentions' tests; a stack's suite speaks for each of its contenders."""
    found = evidence.ergonomics
    if not found:
        return []
    contenders = ranked(dict.fromkeys(c for results in evidence.results.values() for c in results.contenders))
    contenders = [c for c in contenders if stack(c) in TOOLS] or list(TOOLS)
    count = len(found.intentions)
    named = {
        COLD: f"The tests of {plural(count, 'intention')}, each in a fresh process",
        WARM: "The same tests again, warm",
    }
    return [_suite(found, what, name, contenders) for what, name in named.items()]


def _suite(found: Ergonomics, what: str, name: str, contenders: list[str]) -> Measure:
    samples = {c: own for c in contenders if (own := found.rounds(what, stack(c)))}
    missing = {c: "not measured" for c in contenders if c not in samples}
    cold = what == COLD
    return Measure(name, "Cold" if cold else "Warm", "s", "faster", "slower", samples, missing, "tests", leads=cold)
