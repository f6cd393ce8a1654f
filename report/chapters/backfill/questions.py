"""What backfills answer: how long one is, what it takes to run and to start."""

from dataclasses import replace

from records.names import BACKFILLS
from report.chapters.backfill.cases import watched_case
from report.chapters.backfill.scaling import daily_costs
from report.chapters.question import SEVERAL_MACHINES, Measure, Question, one_machine, standing
from report.data.folders import Evidence
from report.data.metrics import BRING_UP, CPU, DATA_READY, PEAK_MEMORY, WALL, Metric
from report.data.results import Results
from report.data.series import Series
from report.text import case_label, one_line


def questions(evidence: Evidence) -> list[Question]:
    """Its questions, with no measures where no backfill was measured."""
    results = evidence.runs(BACKFILLS)

    def measures(*metrics: Metric) -> list[Measure]:
        return [of_main_case(results, metric) for metric in metrics] if results else []

    def daily(metric: Metric) -> list[Measure]:
        return of_a_day(results, metric) if results else []

    return [
        Question(10, "Backfill", "How long is a backfill?", "bench run", [*measures(WALL, DATA_READY), *daily(WALL)]),
        Question(40, "Resources", "What does it take to run?", "bench run", [*measures(CPU, PEAK_MEMORY), *daily(CPU)]),
        Question(50, "Start", "How quickly does it start?", "bench run", measures(BRING_UP)),
    ]


def of_main_case(results: Results, metric: Metric) -> Measure:
    """The values of a metric in the main case; of memory in the case whose memory was read."""
    subject = watched_case(results) if metric.of_warm_ups else results.main
    series = {one.name: one for one in results.series(subject)}
    wanted = standing(one.contender for one in series.values())
    found = {one.name: series[one.name].values(metric) for one in wanted} if one_machine(results) else {}
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
        leads=metric is not DATA_READY,
    )


def of_a_day(results: Results, metric: Metric) -> list[Measure]:
    """What a day costs in a metric, whatever a backfill costs at all; [] where no two sizes were measured in pairs."""
    found = daily_costs(results, metric) if one_machine(results) else {}
    if not found:
        return []
    whole = of_main_case(results, metric)
    name = f"{metric.short} of a day"
    unpaired = "not measured as often with one of two numbers of days as with the other"
    return [
        replace(
            whole,
            name=f"{name}, of backfills that differ in days alone",
            short=name,
            samples={one.name: found[one.name] for one in whole.contenders if one.name in found},
            missing={
                one.name: whole.missing.get(one.name, unpaired) for one in whole.contenders if one.name not in found
            },
        )
    ]


def _reason(results: Results, series: Series, metric: Metric) -> str:
    if not one_machine(results):
        return SEVERAL_MACHINES
    if series.missing:
        return one_line(series.missing, 160)
    if results.plan.target != "embedded":
        return "cannot be seen where the stacks were up already"
    return "no warm-up read it" if metric.of_warm_ups else "not read in every round"
