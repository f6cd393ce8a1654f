"""The questions of someone who has to choose, and the raw values that answer them."""

from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean

from report.ergonomics.format import TOOLS
from report.ergonomics.read import COLD, WARM
from report.evidence import Evidence
from report.findings.rerun import Remedied, first_ways, right
from report.read import Results
from report.result_format import RERUNS
from report.summary import BRING_UP, CPU, DATA_READY, PEAK_MEMORY, WALL, Metric, values, withheld
from report.words import case_label, configuration, plural, stack


@dataclass(frozen=True)
class Measure:
    """Something of which less is better, measured with several contenders in one run.

    samples has contender -> the raw value of each round, in the unit; missing has contender -> why it has none.
    """

    name: str
    unit: str
    less: str
    more: str
    samples: dict[str, list[float]]
    missing: dict[str, str]
    folder: Path


@dataclass(frozen=True)
class Question:
    """What a reader asks, with all that was measured for it, the first thing first."""

    short: str
    text: str
    measures: list[Measure]


def questions(evidence: Evidence) -> list[Question]:
    """The questions that something was measured for."""
    asked = [
        Question("Backfill", "How long is a backfill?", _backfill(evidence, WALL, DATA_READY)),
        Question("Failure", "What does a failure or a change cost?", _reruns(evidence)),
        Question("Test loop", "How fast is the test loop?", _tests(evidence)),
        Question("Resources", "What does it take to run?", _backfill(evidence, CPU, PEAK_MEMORY)),
        Question("Start", "How quickly does it start?", _backfill(evidence, BRING_UP)),
    ]
    return [question for question in asked if question.measures]


def contenders(evidence: Evidence) -> list[str]:
    """The orchestrators' contenders that are ranked: as installed and tuned; special ways are no general answer."""
    known = dict.fromkeys(c for results in evidence.results.values() for c in results.contenders)
    usual = [c for c in known if configuration(c) in ("stock", "tuned")]
    return usual or [c for c in known if configuration(c) == "special"]


def _backfill(evidence: Evidence, *metrics: Metric) -> list[Measure]:
    results = evidence.backfills
    return [_of_main_case(results, metric, contenders(evidence)) for metric in metrics] if results else []


def _of_main_case(results: Results, metric: Metric, wanted: list[str]) -> Measure:
    key = results.main.key
    samples = {c: found for c in wanted if (found := values(results, *key, c, metric))}
    reasons = {c: withheld(results, *key, c) or "not measured in every round" for c in wanted if c not in samples}
    words = ("less", "more") if metric in (CPU, PEAK_MEMORY) else ("faster", "slower")
    name = f"{metric.title}, {case_label(results.main.case)}"
    return Measure(name, metric.unit, *words, samples, reasons, results.folder)


def _reruns(evidence: Evidence) -> list[Measure]:
    """Seconds until 'done' in the first way of every trouble: a round's value is the geometric mean over troubles."""
    results = evidence.reruns
    if not results:
        return []
    ways = first_ways(results)
    samples, missing = {}, {}
    for contender in contenders(evidence):
        own = {trouble: of[contender] for trouble, of in ways.items() if contender in of}
        wrong = [trouble for trouble in ways if trouble not in own or not right(own[trouble])]
        if wrong:
            missing[contender] = f"{', '.join(wrong)}: not measured, or its tables were not right"
        else:
            samples[contender] = _per_round(list(own.values()))
    name = f"Until 'done', geometric mean of {len(ways)} of {plural(len(RERUNS), 'trouble')}"
    return [Measure(name, "s", "faster", "slower", samples, missing, results.folder)]


def _per_round(ways: list[Remedied]) -> list[float]:
    rounds = zip(*([run.wall_s for run in way.runs] for way in ways), strict=False)
    return [geometric_mean(walls) for walls in rounds]


def _tests(evidence: Evidence) -> list[Measure]:
    """Seconds of all intentions' tests; a stack's suite speaks for each of its contenders."""
    found = evidence.ergonomics
    if not found:
        return []
    ranked = contenders(evidence) or list(TOOLS)
    named = {COLD: "The ten intentions' tests, each in a fresh process", WARM: "The same tests again, warm"}
    made = []
    for what, name in named.items():
        samples = {c: own for c in ranked if (own := found.rounds(what, stack(c)))}
        missing = {c: "not measured" for c in ranked if c not in samples}
        made.append(Measure(name, "s", "faster", "slower", samples, missing, found.folder))
    return made
