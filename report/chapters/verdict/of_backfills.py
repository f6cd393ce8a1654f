"""What backfills answer: time, CPU, memory and bring-up of the main case."""

from report.chapters.verdict.measure import SEVERAL_MACHINES, Measure, one_machine, standing
from report.data.metrics import CPU, DATA_READY, PEAK_MEMORY, Metric
from report.data.results import Results
from report.data.series import Series
from report.text import case_label, one_line


def of_main_case(results: Results, metric: Metric) -> Measure:
    """The values of a metric in the main case."""
    series = {one.name: one for one in results.series(results.main)}
    wanted = standing(one.contender for one in series.values())
    found = {one.name: series[one.name].values(metric) for one in wanted} if one_machine(results) else {}
    samples = {name: own for name, own in found.items() if own}
    return Measure(
        f"{metric.title}, {case_label(results.main.case)}",
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


def _reason(results: Results, series: Series, metric: Metric) -> str:
    if not one_machine(results):
        return SEVERAL_MACHINES
    if series.missing:
        return one_line(series.missing, 160)
    if results.plan.target != "embedded":
        return "cannot be seen where the stacks were up already"
    return "no warm-up read it" if metric.of_warm_ups else "not read in every round"
