"""What a reader compares by choice: every contender of every case with any other as the baseline, metric by metric."""

from collections.abc import Iterator
from itertools import combinations
from statistics import median
from typing import Any, Final

from report.chapters.question import unfit
from report.chapters.registry import registered, title
from report.charts.palette import colours
from report.data.folders import Evidence
from report.data.metrics import BRING_UP, CPU, FIRST_STEP, PEAK_MEMORY, WALL, Metric
from report.data.results import Results
from report.data.series import Series, Subject
from report.data.withdrawn import withdrawn
from report.page.document import Explorer
from report.stats.comparison import Comparison
from report.text import case_label

_METRICS: Final = (WALL, CPU, FIRST_STEP, PEAK_MEMORY, BRING_UP)
_DIGITS: Final = 4


def explorer(evidence: Evidence) -> Explorer | None:
    """All that can be chosen; None where no case has two contenders with numbers."""
    in_order = {key: run for chapter in registered() for key, run in evidence.runs_of(chapter.about).items()}
    parts = [
        {"title": title(key), "key": key, "cases": cases}
        for key, results in in_order.items()
        if not unfit(results) and (cases := list(_cases(results)))
    ]
    return Explorer(parts) if parts else None


def _cases(results: Results) -> Iterator[dict[str, Any]]:
    of = colours(results.plan.contenders)
    for subject in results.subjects:
        if withdrawn(results, subject.scenario.family):
            continue
        metrics = [told for metric in _METRICS if (told := _metric(results.series(subject), metric, of))]
        if metrics:
            yield {"name": _name(subject), "label": _label(subject), "metrics": metrics}


def _name(subject: Subject) -> str:
    return "/".join(subject.key)


def _label(subject: Subject) -> str:
    return f"{subject.scenario.name}: {case_label(subject.case)}"


def _metric(shown: list[Series], metric: Metric, of: dict[str, str]) -> dict[str, Any] | None:
    """Each contender's median and rounds, and the ratio of each two; None where fewer than two have a number."""
    values = {series: own for series in shown if (own := series.values(metric)) and min(own) > 0}
    if len(values) < 2:
        return None
    pairs = {
        f"{one.name} {other.name}": _told(Comparison(values[one], values[other]))
        for one, other in combinations(values, 2)
    }
    contenders = [
        {
            "name": one.name,
            "label": one.label,
            "told": ", ".join(one.contender.told.split("\n")),
            "colour": of[one.name],
            "median": _short(median(own)),
            "n": len(own),
        }
        for one, own in values.items()
    ]
    return {"name": metric.name, "label": metric.heading, "contenders": contenders, "pairs": pairs}


def _told(found: Comparison) -> list[float | str | None]:
    """Ratio, the ends of its interval, the verdict."""
    low, high = found.interval or (None, None)
    return [_short(found.ratio), _short(low), _short(high), found.verdict]


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_DIGITS}g}")
