"""What failures and changes answer: how long a recovery takes, over all faults."""

from collections.abc import Callable
from dataclasses import replace
from statistics import geometric_mean
from typing import Final

from records.names import RERUN
from report.chapters.question import SEVERAL_MACHINES, Fact, Measure, Question, one_machine, outdated, standing
from report.chapters.registry import title
from report.chapters.rerun.answer import runs_no_more
from report.chapters.rerun.recovery import Recovery, first_recoveries
from report.data.changes import changed_since
from report.data.folders import Evidence
from report.data.results import Results
from report.data.withdrawn import withdrawn
from report.text import one_line, plural

_BAD_DAY: Final = "A bad day"


def questions(evidence: Evidence) -> list[Question]:
    """Its question, with no measure where no fault was measured."""
    measures = [
        replace(measure, chapter=title(key))
        for key, results in _first(evidence).items()
        if (measure := until_done(results))
    ]
    text, command = "What does a failure or a change cost?", "bench run --profile rerun"
    return [Question(20, "Failure", text, command, measures, _BAD_DAY)]


def facts(evidence: Evidence) -> list[Fact]:
    """How often each tool's tuned contender was right again, and how often it ran what did not have to run."""
    return [fact for key, results in _first(evidence).items() for fact in _counts(title(key), results)]


def _first(evidence: Evidence) -> dict[str, Results]:
    """The results that answer, by their name; {} where there are none."""
    return dict(list(evidence.runs_of(RERUN).items())[:1])


def _counts(chapter: str, results: Results) -> list[Fact]:
    faults = first_recoveries(results)
    tuned = {one.stack: one for one in results.contenders if one.kind == "tuned"}
    own = {tool: [of[one.name] for of in faults.values() if one.name in of] for tool, one in tuned.items()}
    if not faults or len(own) < 2 or any(len(each) != len(faults) for each in own.values()):
        return []
    if not one_machine(results) or withdrawn(results, RERUN) or outdated(results.measured_on):
        return []
    counted: dict[str, Callable[[Recovery], bool]] = {
        f"After how many of {plural(len(faults), 'fault')} is it right again?": lambda one: not one.wrong,
        "After how many does a tool run the steps that have to run, and no other?": runs_no_more,
    }
    return [
        Fact(
            _BAD_DAY,
            question,
            results.tools,
            {tool: f"{sum(map(count, each))} of {len(faults)}" for tool, each in own.items()},
            f"counts of {plural(max(len(one.runs) for each in own.values() for one in each), 'round')}",
            chapter,
            configuration="tuned",
        )
        for question, count in counted.items()
    ]


def until_done(results: Results) -> Measure | None:
    """Seconds until the control plane reports success, in the first way out of every fault; None with no fault.

    A round's value is the geometric mean over faults.
    """
    first = first_recoveries(results)
    if not first:
        return None
    measured = {name for own in first.values() for name in own}
    wanted = standing(contender for contender in results.contenders if contender.name in measured)
    samples, missing = {}, {}
    for contender in wanted:
        own = {fault: found.get(contender.name) for fault, found in first.items()}
        reasons = [f"{fault}: {problem}" for fault, each in own.items() if (problem := _not_right(each))]
        rounds = _per_round([each for each in own.values() if each])
        if not one_machine(results):
            missing[contender.name] = SEVERAL_MACHINES
        elif why := withdrawn(results, RERUN):
            missing[contender.name] = why
        elif reasons or not rounds:
            missing[contender.name] = one_line("; ".join(reasons) or "no round has every fault", 160)
        else:
            samples[contender.name] = rounds
    return Measure(
        f"Recovery time, until the control plane reports success, geometric mean of {plural(len(first), 'fault')}",
        "Recovery time",
        "s",
        "faster",
        "slower",
        tools=results.tools,
        reference=results.plan.reference,
        contenders=wanted,
        samples=samples,
        missing=missing,
        source="reruns",
        matters="a bad day has to be over soon",
        older=changed_since(results.measured_on),
    )


def _not_right(each: Recovery | None) -> str:
    return each.wrong if each else "not measured"


def _per_round(ways: list[Recovery]) -> list[float]:
    """A value for each round that every fault has."""
    walls = [{run.measurement.round: run.wall_s or 0.0 for run in way.runs} for way in ways]
    rounds = sorted(set[int].intersection(*map(set, walls))) if walls else []
    found = [[own[number] for own in walls] for number in rounds]
    return [geometric_mean(own) for own in found if min(own) > 0]
