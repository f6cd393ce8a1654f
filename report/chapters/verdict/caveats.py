"""What a reader has to know beside the verdict, each from the data: waits, other ways, noise, what is missing."""

from records.names import BACKFILL, PIPELINE, RERUN
from records.plan import Contender
from report.chapters.backfill.headline import other_ways, unfinished
from report.chapters.backfill.noise import again
from report.chapters.backfill.waits import TURN_S
from report.chapters.registry import title
from report.chapters.rerun.recovery import first_recoveries
from report.chapters.verdict.questions import Question
from report.chapters.verdict.rows import Row
from report.data.folders import Evidence
from report.data.metrics import WALL
from report.data.results import Results
from report.text import case_label

_FORKS = (
    "Airflow (tuned) imports dbt, Cosmos and the steps' libraries once, in a scheduler whose forks its workers are; "
    "they are 16, as eight days at once would need, and hold memory while idle. Dagster starts each run in a new "
    "process, which imports anew: we know of no setting that would spare it."
)


def caveats(evidence: Evidence, found: list[Row]) -> list[str]:
    """Sentences in order of weight; [] where there is nothing to say."""
    said = []
    compared = [one.contender for row in found for one in row.standings]
    backfills, reruns = evidence.runs(BACKFILL), evidence.runs(RERUN)
    if backfills:
        said.append(f"The backfill, and what it takes to run and to start, is of {case_label(backfills.main.case)}.")
        said += [_daemon(backfills, reruns)] if any(contender.stack == "dagster" for contender in compared) else []
        said += [_FORKS] if any(_tuned(contender, "airflow") for contender in compared) else []
        said += [sentence] if (sentence := other_ways(backfills)) else []
        said += _noise(backfills)
    if reruns:
        said += _once(reruns)
    for key, results in evidence.all_runs().items():
        said += [f"{title(key)}: {sentence}" for sentence in [unfinished(results)] if sentence]
    return said


def unmeasured(asked: list[Question]) -> list[str]:
    """The questions that nothing was measured for, and what measures it."""
    return [f"{question.text} Not measured here: {question.command}." for question in asked if not question.measures]


def _daemon(backfills: Results, reruns: Results | None) -> str:
    """The wait that is in Dagster's times, and in how many of its recoveries."""
    if backfills.plan.target != "embedded":
        return (
            f"Dagster's backfill daemon looks for work every {TURN_S} s. The stacks were up already, and a request "
            f"falls anywhere in its turn: up to {TURN_S} s of each of Dagster's rounds are chance."
        )
    said = (
        f"Dagster's backfill daemon looks for work every {TURN_S} s and is asked in the middle of a turn: "
        f"{TURN_S // 2} s of waiting are in each of its backfills, and a single request may take up to "
        f"{TURN_S // 2} s less or more."
    )
    first = first_recoveries(reruns) if reruns else {}
    own = [each for of in first.values() for each in of.values() if _tuned(each.contender, "dagster")]
    waited = [each for each in own if any("PartitionBackfill" in action for action in each.reruns[0].actions)]
    if waited:
        said += f" {len(waited)} of its {len(own)} recoveries were asked for as backfills and hold that wait as well."
        if single := sum(each.reruns[0].needed == len(PIPELINE) for each in waited):
            said += (
                f" {single} of them {'are' if single > 1 else 'is'} for a single day, which its user interface would "
                "launch as a run, with no such wait."
            )
    return said


def _tuned(contender: Contender, stack: str) -> bool:
    return contender.stack == stack and contender.kind == "tuned"


def _noise(results: Results) -> list[str]:
    """How far a contender was from itself."""
    twice = [each for each in again(results) if each.metric is WALL and each.comparison.interval]
    parts = [f"{each.first.label} {each.comparison.words}" for each in twice]
    return [f"Measured twice in the same run, wall time against itself: {', '.join(parts)}."] if parts else []


def _once(results: Results) -> list[str]:
    rounds = {len(each.runs) for of in first_recoveries(results).values() for each in of.values()}
    few = rounds and max(rounds) == 1
    return ["Failures and changes were measured once each: counts are facts, times a first look."] if few else []
