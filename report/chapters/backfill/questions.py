"""What backfills answer: how long one is, what it takes to run and to start."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from records.names import BACKFILLS
from report.chapters.backfill.cases import watched_case
from report.chapters.backfill.scaling import daily_costs, many_days
from report.chapters.question import Measure, Question, standing, unfit
from report.chapters.registry import title
from report.data.changes import changed_since
from report.data.folders import Evidence
from report.data.metrics import BRING_UP, CPU, DATA_READY, FIRST_STEP, FIRST_STEP_OWN, PEAK_MEMORY, WALL, Metric
from report.data.results import Results
from report.data.series import Series
from report.text import case_label, one_line, plural

_Answer = Callable[[Results], list[Measure]]
_MANY_DAYS: Final = "A backfill of many days"
_MATTERS: Final = {
    FIRST_STEP: "a backfill has to begin soon, a daemon's mean wait included",
    FIRST_STEP_OWN: "a backfill has to begin soon, a daemon's wait left out",
    DATA_READY: "data have to be there soon",
    WALL: "a backfill has to be done soon",
    CPU: "CPU time is what you pay for",
    PEAK_MEMORY: "memory is scarce",
    BRING_UP: "services have to be up soon",
}
"""Metric -> where less of it is better."""


def questions(evidence: Evidence) -> list[Question]:
    """Its questions, with no measures where no backfill was measured."""
    runs = answering(evidence)
    paired = any(_paired(results) for results in runs.values())

    def measures(*answers: _Answer) -> list[Measure]:
        return [
            replace(
                measure,
                name=f"{measure.name} ({title(key)})" if len(runs) > 1 else measure.name,
                ranked=measure.ranked
                and place == 0
                and (measure.leads or not paired)
                and measure.short != FIRST_STEP.short,
                chapter=title(key),
                older=changed_since(results.measured_on),
            )
            for answer in answers
            for place, (key, results) in enumerate(runs.items())
            for measure in answer(results)
        ]

    def whole(metric: Metric, *, leads: bool = not paired) -> _Answer:
        return lambda results: [of_main_case(results, metric, leads=leads)]

    def daily(metric: Metric) -> _Answer:
        return lambda results: of_a_day(results, metric)

    def many(metric: Metric, *, leads: bool = True) -> _Answer:
        return lambda results: of_many_days(results, metric, leads=leads)

    # The wait is a daemon's, whatever is run: it is told, and weighs nothing in the ranking.
    starts = [whole(FIRST_STEP, leads=True), whole(FIRST_STEP_OWN, leads=True)] if paired else []
    long = measures(*starts, daily(WALL), many(WALL), whole(WALL), whole(DATA_READY, leads=False))
    takes = measures(daily(CPU), many(CPU, leads=False), whole(CPU), whole(PEAK_MEMORY, leads=True))
    starts_up = measures(whole(BRING_UP, leads=True))
    return [
        Question(10, "Backfill", "How long is a backfill?", "bench run", long, _MANY_DAYS),
        Question(40, "Resources", "What does it take to run?", "bench run", takes, _MANY_DAYS),
        Question(50, "Start", "How quickly does it start?", "bench run", starts_up, "What a deployment costs"),
    ]


def answering(evidence: Evidence) -> dict[str, Results]:
    """The results whose rows are in the verdict, in order: each in which two sizes were paired, or else the first."""
    runs = evidence.runs_of(BACKFILLS)
    own = {key: results for key, results in runs.items() if results.plan.target == "embedded" and _paired(results)}
    return own or dict(list(runs.items())[:1])


def of_main_case(results: Results, metric: Metric, *, leads: bool = True) -> Measure:
    """The values of a metric in the main case; of memory in the case whose memory was read."""
    subject = watched_case(results) if metric.of_warm_ups else results.main
    series = {one.name: one for one in results.series(subject)}
    wanted = standing(one.contender for one in series.values())
    found = {one.name: series[one.name].values(metric) for one in wanted} if not unfit(results) else {}
    samples = {name: own for name, own in found.items() if own}
    return Measure(
        f"{metric.title}, {case_label(subject.case)}",
        metric.short,
        metric.unit,
        *(("needs less", "needs more") if metric in (CPU, PEAK_MEMORY) else ("faster", "slower")),
        tools=results.tools,
        reference=results.plan.reference,
        contenders=wanted,
        samples=samples,
        missing={one.name: _reason(results, series[one.name], metric) for one in wanted if one.name not in samples},
        source="warm-ups" if metric.of_warm_ups else "rounds",
        leads=leads,
        matters=_MATTERS[metric],
    )


def of_a_day(results: Results, metric: Metric) -> list[Measure]:
    """What a day costs in a metric, whatever a backfill costs at all; [] where no two sizes were measured in pairs."""
    name, more = f"{metric.short} of each further day", "of backfills that differ in days alone"
    unpaired = "not measured as often with one of two numbers of days as with the other"
    found = _from(results, metric, daily_costs(results, metric), name, more, unpaired)
    matters = "each further day of a backfill counts" if metric is WALL else _MATTERS[metric]
    return [replace(measure, typical="mean", matters=matters) for measure in found]


def of_many_days(results: Results, metric: Metric, *, leads: bool = True) -> list[Measure]:
    """A metric of ten days in all, say, and of a month: told, and not ranked; [] where no two sizes were paired."""
    at_once = f"{results.main.case.concurrency} at once"
    found = []
    for days, samples in many_days(results, metric).items():
        name = f"{metric.short} of {plural(days, 'day')}"
        matters = f"{plural(days, 'day')} have to be done soon" if metric is WALL else _MATTERS[metric]
        for measure in _from(results, metric, samples, name, at_once, "not measured with as many days"):
            found.append(replace(measure, leads=leads, matters=matters, ranked=False))
    return found


def _from(
    results: Results, metric: Metric, samples: dict[str, list[float]], name: str, more: str, without: str
) -> list[Measure]:
    """The main case's measure with values of other cases, and why a contender has none; [] where nobody has any."""
    if not samples:
        return []
    whole = of_main_case(results, metric)
    own = {one.name: samples[one.name] for one in whole.contenders if one.name in samples and not unfit(results)}
    reasons = {one.name: whole.missing.get(one.name, without) for one in whole.contenders if one.name not in own}
    return [replace(whole, name=f"{name}, {more}", short=name, samples=own, missing=reasons)]


def _paired(results: Results) -> bool:
    return bool(daily_costs(results, WALL))


def _reason(results: Results, series: Series, metric: Metric) -> str:
    if why := unfit(results):
        return why
    if series.missing:
        return one_line(series.missing, 160)
    if results.plan.target != "embedded":
        return "cannot be seen where the stacks were up already"
    return "no warm-up read it" if metric.of_warm_ups else "not read in every round"
