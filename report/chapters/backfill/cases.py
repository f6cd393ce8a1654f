"""Which cases and contenders a section is about."""

from collections.abc import Callable

from records.names import BACKFILL
from records.plan import Case
from report.data.metrics import Metric
from report.data.results import Results
from report.data.series import Series, Subject


def main_backfill(results: Results) -> Subject | None:
    """The case of the backfill that the report is about; None where no backfill was asked for."""
    return results.main if results.main.scenario.name == BACKFILL else None


def cases_of(results: Results, scenario: str) -> list[Subject]:
    """Every case of a scenario, in the plan's order; [] where there is none."""
    return [results.subject(scenario, case) for case in results.cases(scenario)]


def watched_case(results: Results) -> Subject:
    """The case whose memory is told of: the main one, or where that has no warm-up the backfill with the most."""

    def warm_ups(subject: Subject) -> int:
        return sum(len(series.warm_ups) for series in results.series(subject))

    main = results.main
    others = cases_of(results, BACKFILL) if main.scenario.name == BACKFILL else []
    return main if warm_ups(main) else max([main, *others], key=warm_ups)


def first_time(results: Results, subject: Subject) -> Subject | None:
    """What a case measures a second time; None where it is no second measurement, or where there is no first."""
    first = (subject.scenario.repeats, subject.case.name)
    return next((other for other in results.subjects if other.key == first), None)


def numbered(results: Results, subject: Subject, *metrics: Metric) -> list[Series]:
    """The contenders of a case that get numbers, and have one in each of these metrics."""
    return [
        series
        for series in results.series(subject)
        if series.missing is None and all(series.values(metric) for metric in metrics)
    ]


def along(
    results: Results, metric: Metric, number: Callable[[Case], int], others: Callable[[Case], object]
) -> list[dict[int, Series]]:
    """How a metric goes with a number in which backfills differ, the others and the way to start as in the main case.

    A dict per contender that was measured at two or more numbers, the smallest first.
    """
    main = main_backfill(results)
    if main is None:
        return []
    alike = [
        subject
        for subject in cases_of(results, BACKFILL)
        if others(subject.case) == others(main.case) and subject.case.launched_as == main.case.launched_as
    ]
    found: dict[str, dict[int, Series]] = {contender.name: {} for contender in results.contenders}
    for subject in sorted(alike, key=lambda subject: number(subject.case)):
        for series in numbered(results, subject, metric):
            found[series.name][number(subject.case)] = series
    return [levels for levels in found.values() if len(levels) > 1]
