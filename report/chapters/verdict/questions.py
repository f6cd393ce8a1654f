"""The questions of someone who has to choose, with all that was measured for them."""

from dataclasses import dataclass

from records.names import BACKFILL, RERUN
from report.chapters.verdict.measure import Measure
from report.chapters.verdict.of_backfills import of_main_case
from report.chapters.verdict.of_reruns import until_done
from report.chapters.verdict.of_tests import suites
from report.data.ergonomics import Ergonomics
from report.data.folders import Evidence
from report.data.metrics import BRING_UP, CPU, DATA_READY, PEAK_MEMORY, WALL, Metric


@dataclass(frozen=True)
class Question:
    """What a reader asks, with all that was measured for it, the first thing first; command measures it."""

    short: str
    text: str
    command: str
    measures: list[Measure]


def questions(evidence: Evidence) -> list[Question]:
    """All questions, with no measures where nothing was measured for one."""
    return [
        Question("Backfill", "How long is a backfill?", "bench run", _backfills(evidence, WALL, DATA_READY)),
        Question("Failure", "What does a failure or a change cost?", "bench run --profile rerun", _reruns(evidence)),
        Question("Test loop", "How fast is the test loop?", "bench ergonomics", _tests(evidence)),
        Question("Resources", "What does it take to run?", "bench run", _backfills(evidence, CPU, PEAK_MEMORY)),
        Question("Start", "How quickly does it start?", "bench run", _backfills(evidence, BRING_UP)),
    ]


def _backfills(evidence: Evidence, *metrics: Metric) -> list[Measure]:
    results = evidence.runs(BACKFILL)
    return [of_main_case(results, metric) for metric in metrics] if results else []


def _reruns(evidence: Evidence) -> list[Measure]:
    results = evidence.runs(RERUN)
    measure = until_done(results) if results else None
    return [measure] if measure else []


def _tests(evidence: Evidence) -> list[Measure]:
    found = evidence.of("ergonomics")
    if not isinstance(found, Ergonomics):
        return []
    described = {one.name: one for results in evidence.all_runs().values() for one in results.contenders}
    return suites(found, described.values())
