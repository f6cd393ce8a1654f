"""What a reader has to know beside what backfills answer, each from the data: waits, other ways, noise."""

from collections.abc import Sequence

from records.names import BACKFILLS
from records.plan import Contender
from report.chapters.backfill.cases import watched_case
from report.chapters.backfill.headline import other_ways
from report.chapters.backfill.noise import again
from report.chapters.backfill.questions import answering
from report.chapters.backfill.waits import TURN_S
from report.chapters.question import unfit
from report.chapters.registry import title
from report.chapters.shared.unfinished import unfinished_parts
from report.data.folders import Evidence
from report.data.metrics import WALL
from report.data.results import Results
from report.text import case_label, listed

_FORKS = (
    "Airflow (tuned) imports dbt, Cosmos and the steps' libraries once, in a process that its workers are forked from. "
    "It has up to 16 workers, as many as eight days at once would need; once started, they hold memory while idle. "
    "Dagster (tuned) starts a new process for each run, which imports everything again: its default launcher has no "
    "setting that changes this. Celery workers import before they fork with both tools: Airflow (celery) and Dagster "
    "(celery)."
)

_TRIGGERER = (
    "Airflow's triggerer is among its services: this pipeline needs it where files arrive, its backfills do not. Its "
    "memory and its start are in Airflow's peak memory and bring-up."
)


def caveats(evidence: Evidence, compared: Sequence[Contender]) -> list[str]:
    """Sentences in order of weight; [] where there is nothing to say."""
    runs = answering(evidence)
    if not runs:
        return []
    results = next(iter(runs.values()))
    said = [_measured(runs)]
    said += daemon(results) if any(contender.stack == "dagster" for contender in compared) else []
    said += [_FORKS] if any((one.stack, one.kind) == ("airflow", "tuned") for one in compared) else []
    said += triggerer(results) if any(one.stack == "airflow" for one in compared) else []
    # With a chapter for each configuration, special ones have rows of their own.
    said += other_ways(results) if len(runs) == 1 and not unfit(results) else []
    said += [sentence for each in evidence.runs_of(BACKFILLS).values() for sentence in _noise(each)]
    return [*said, *unfinished_parts(evidence, BACKFILLS)]


def _measured(runs: dict[str, Results]) -> str:
    """On which cases, and that each configuration has a chapter of its own where that is so."""
    cases = listed(list(dict.fromkeys(case_label(results.main.case) for results in runs.values())))
    if len(runs) == 1:
        (results,) = runs.values()
        memory = case_label(watched_case(results).case)
        apart = f", memory in warm-ups of {memory}" if memory != cases else ""
        return f"Backfill, resources and start-up were measured on {cases} where a row names no days{apart}."
    return (
        f"Backfill, resources and start-up were measured on {cases} where a row names no days, configuration by "
        f"configuration, each time with both tools and bare on one machine ({listed(list(map(title, runs)))}). Compare "
        "seconds within a chapter only."
    )


def daemon(results: Results) -> list[str]:
    """The wait that is in Dagster's times; [] where it was not measured."""
    if not any(one.stack == "dagster" for one in results.contenders):
        return []
    said = f"Dagster's backfill daemon looks for work every {TURN_S} s"
    if results.plan.target != "embedded":
        return [
            f"{said}. The stacks were already running and requests were not timed to it, so each of Dagster's rounds "
            f"includes a random wait of up to {TURN_S} s."
        ]
    return [
        f"{said}. Requests are sent halfway between two looks, so each of Dagster's backfills includes about "
        f"{TURN_S // 2} s of waiting. A single request of yours may take up to {TURN_S // 2} s less or more. What a "
        "schedule, a sensor or a person launches as a run does not wait for it."
    ]


def forks(results: Results) -> list[str]:
    """Whose workers have imported before; [] where the tuned contenders were not measured."""
    return [_FORKS] if any((one.stack, one.kind) == ("airflow", "tuned") for one in results.contenders) else []


def triggerer(results: Results) -> list[str]:
    """What a service costs that the measured work does not need; [] where Airflow was not started here."""
    own = any(one.stack == "airflow" for one in results.contenders)
    return [_TRIGGERER] if own and results.plan.target == "embedded" else []


def _noise(results: Results) -> list[str]:
    """How far a contender was from itself."""
    twice = [each for each in again(results) if each.metric is WALL and each.comparison.interval]
    parts = [f"{each.first.label} {each.comparison.words}" for each in twice]
    return (
        [f"Noise: the same contender measured twice in one run, second wall time to first: {', '.join(parts)}."]
        if parts
        else []
    )
