"""What a reader has to know beside the verdict, each from the data: waits, other ways, noise, what is missing."""

from records.measurement import PIPELINE
from report.chapters.backfill.headline import other_ways, unfinished
from report.chapters.backfill.noise import again
from report.chapters.backfill.waits import TURN_S
from report.chapters.rerun.recovery import first_ways
from report.chapters.verdict.questions import Question
from report.chapters.verdict.rows import Line
from report.data.folders import Evidence
from report.data.results import Results
from report.data.summary import WALL
from report.text import case_label, label, stack, times

_FORKS = (
    "Airflow (tuned) imports dbt, Cosmos and the steps' libraries once, in a scheduler whose forks its workers are; "
    "they are 16, as eight days at once would need, and hold memory while idle. Dagster starts each run in a new "
    "process, which imports anew: we know of no setting that would spare it."
)


def caveats(evidence: Evidence, found: list[Line]) -> list[str]:
    """Sentences in order of weight; [] where there is nothing to say."""
    said = []
    compared = {stack(line.contender) for line in found}
    if evidence.backfills:
        said.append(
            f"The backfill, and what it takes to run and to start, is of {case_label(evidence.backfills.main.case)}."
        )
        said += [_daemon(evidence)] if "dagster" in compared else []
        said += [_FORKS] if any(line.contender == "airflow:tuned" for line in found) else []
        said += [sentence] if (sentence := other_ways(evidence.backfills)) else []
        said += _noise(evidence.backfills)
    if evidence.reruns:
        said += _once(evidence.reruns)
    for about, results in evidence.results.items():
        said += [f"{about}: {sentence}" for sentence in [unfinished(results)] if sentence]
    return said


def unmeasured(asked: list[Question]) -> list[str]:
    """The questions that nothing was measured for, and what measures it."""
    return [f"{question.text} Not measured here: {question.command}." for question in asked if not question.measures]


def _daemon(evidence: Evidence) -> str:
    """The wait that is in Dagster's times, and in how many of its remedies."""
    if evidence.backfills and evidence.backfills.plan.target != "embedded":
        return (
            f"Dagster's backfill daemon looks for work every {TURN_S} s. The stacks were up already, and a request "
            f"falls anywhere in its turn: up to {TURN_S} s of each of Dagster's rounds are chance."
        )
    said = (
        f"Dagster's backfill daemon looks for work every {TURN_S} s and is asked in the middle of a turn: "
        f"{TURN_S // 2} s of waiting are in each of its backfills, and a single request may take up to "
        f"{TURN_S // 2} s less or more."
    )
    ways = first_ways(evidence.reruns) if evidence.reruns else {}
    own = [way for of in ways.values() for contender, way in of.items() if contender == "dagster:tuned"]
    waited = [way for way in own if any("PartitionBackfill" in action for action in way.reruns[0].actions)]
    if waited:
        said += f" {len(waited)} of its {len(own)} remedies were asked for as backfills and hold that wait as well."
        if single := sum(way.reruns[0].needed == len(PIPELINE) for way in waited):
            said += (
                f" {single} of them {'are' if single > 1 else 'is'} for a single day, which its user interface would "
                "launch as a run, with no such wait."
            )
    return said


def _noise(results: Results) -> list[str]:
    """How far a contender was from itself."""
    twice = [each for each in again(results) if each.metric is WALL and each.ratio and each.bounds]
    parts = [
        f"{label(each.contender)} {times(each.ratio)} ({each.bounds[0]:.2f} to {each.bounds[1]:.2f})"
        for each in twice
        if each.bounds
    ]
    return [f"Measured twice in the same run, wall time against itself: {', '.join(parts)}."] if parts else []


def _once(results: Results) -> list[str]:
    rounds = {len(way.runs) for of in first_ways(results).values() for way in of.values()}
    few = rounds and max(rounds) == 1
    return ["Failures and changes were measured once each: counts are facts, times a first look."] if few else []
