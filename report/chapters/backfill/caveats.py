"""What a reader has to know beside what backfills answer, each from the data: waits, other ways, noise."""

from collections.abc import Sequence

from records.names import BACKFILLS
from records.plan import Contender
from report.chapters.backfill.headline import other_ways
from report.chapters.backfill.noise import again
from report.chapters.backfill.waits import TURN_S
from report.chapters.shared.unfinished import unfinished_parts
from report.data.folders import Evidence
from report.data.metrics import WALL
from report.data.results import Results
from report.text import case_label

_FORKS = (
    "Airflow (tuned) imports dbt, Cosmos and the steps' libraries once, in a scheduler whose forks its workers are; "
    "they are 16, as eight days at once would need, and hold memory while idle. Dagster starts each run in a new "
    "process, which imports anew: we know of no setting that would spare it."
)


def caveats(evidence: Evidence, compared: Sequence[Contender]) -> list[str]:
    """Sentences in order of weight; [] where there is nothing to say."""
    results = evidence.runs(BACKFILLS)
    if not results:
        return []
    said = [f"The backfill, and what it takes to run and to start, is of {case_label(results.main.case)}."]
    said += [_daemon(results)] if any(contender.stack == "dagster" for contender in compared) else []
    said += [_FORKS] if any((one.stack, one.kind) == ("airflow", "tuned") for one in compared) else []
    said += [sentence] if (sentence := other_ways(results)) else []
    return [*said, *_noise(results), *unfinished_parts(evidence, BACKFILLS)]


def _daemon(results: Results) -> str:
    """The wait that is in Dagster's times."""
    said = f"Dagster's backfill daemon looks for work every {TURN_S} s"
    if results.plan.target != "embedded":
        return (
            f"{said}. The stacks were up already, and a request falls anywhere in its turn: up to {TURN_S} s of each "
            "of Dagster's rounds are chance."
        )
    return (
        f"{said} and is asked in the middle of a turn: {TURN_S // 2} s of waiting are in each of its backfills, and a "
        f"single request may take up to {TURN_S // 2} s less or more."
    )


def _noise(results: Results) -> list[str]:
    """How far a contender was from itself."""
    twice = [each for each in again(results) if each.metric is WALL and each.comparison.interval]
    parts = [f"{each.first.label} {each.comparison.words}" for each in twice]
    return [f"Measured twice in the same run, wall time against itself: {', '.join(parts)}."] if parts else []
