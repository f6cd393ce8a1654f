"""What chains answer: what a step costs that does nothing."""

from dataclasses import replace
from statistics import median

from records.measurement import Measurement
from records.names import CHAIN, LIGHT_STEPS
from report.chapters.chain.figures import between_s, processes
from report.chapters.question import Measure, Question, standing, unfit
from report.chapters.registry import title
from report.data.changes import changed_since
from report.data.folders import Evidence
from report.data.results import Results
from report.data.series import Series
from report.text import one_line


def questions(evidence: Evidence) -> list[Question]:
    """Its question, with no measure where no chain was measured."""
    found = list(evidence.runs_of(CHAIN).items())[:1]
    measures = [measure for key, results in found for measure in _measures(title(key), results)]
    text, command = "What does a step cost that does nothing?", "bench run --profile chain"
    return [Question(45, "Step", text, command, measures, "Hundreds of small steps")]


def _measures(chapter: str, results: Results) -> list[Measure]:
    """Milliseconds between two steps, by the steps' own clocks: in as few processes as can be, and in one each."""
    found: dict[str, list[Series]] = {}
    for subject in results.subjects:
        if subject.scenario.name == LIGHT_STEPS:
            for series in results.series(subject):
                found.setdefault(series.name, []).append(series)
    few = {name: min(own, key=_processes) for name, own in found.items()}
    own_process = {name: one for name, shapes in found.items() if (one := _in_a_process_each(shapes))}
    between = [
        _between(results, few, "Between two steps, in as few processes as the tool can", "Between two steps"),
        _between(results, own_process, "Between two processes, a step each", "Between two processes", ranked=False),
    ]
    return [replace(measure, chapter=chapter) for measure in between if measure.contenders]


def _between(results: Results, of: dict[str, Series], name: str, short: str, *, ranked: bool = True) -> Measure:
    wanted = standing(series.contender for series in of.values())
    samples, missing = {}, {}
    for contender in wanted:
        series = of[contender.name]
        if why := unfit(results) or series.missing:
            missing[contender.name] = one_line(why, 160)
        else:
            samples[contender.name] = [1000 * between_s(m.chain) for m in _measured(series) if m.chain]
    return Measure(
        f"{name}, median of a chain",
        short,
        "ms",
        "faster",
        "slower",
        tools=results.tools,
        reference=results.plan.reference,
        contenders=wanted,
        samples=samples,
        missing=missing,
        source="chains",
        ranked=ranked,
        matters="small steps follow one another",
        older=changed_since(results.measured_on),
    )


def _measured(series: Series) -> list[Measurement]:
    return [run.measurement for run in series.rounds]


def _in_a_process_each(shapes: list[Series]) -> Series | None:
    return next((one for one in shapes if _processes(one) == _steps(one)), None)


def _steps(series: Series) -> int:
    return series.subject.case.chain.steps if series.subject.case.chain else 0


def _processes(series: Series) -> float:
    """In how many processes the steps of a chain ran; beyond all others where none was right."""
    if series.missing:
        return float("inf")
    return median(processes(m.chain) for m in _measured(series) if m.chain)
