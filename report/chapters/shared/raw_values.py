"""Every raw value."""

from collections.abc import Iterable

from report.chapters.shared.missing import missing, missing_elsewhere
from report.data.metrics import WALL_ENDS, Metric
from report.data.results import Results
from report.data.run import Run
from report.data.summary import metrics_of
from report.page.document import LONG, Block, Table
from report.text import MISSING


def raw_values(results: Results) -> list[Block]:
    """Every figure of every round, warm-ups too."""
    several = len(results.subjects) > 1
    metrics = metrics_of(results)
    rows = []
    for subject in results.subjects:
        where = list(subject.key) if several else []
        for series in results.series(subject):
            for run in series.rounds:
                figures = _figures(run, metrics, shown=series.missing is None)
                rows.append([*where, series.name, str(run.measurement.round), *figures])
    for run in results.warm_ups:
        scenario, case, contender = run.key
        where = [scenario, case] if several else []
        rows.append([*where, contender, f"warm-up {run.measurement.round}", *_figures(run, metrics, shown=run.sound)])
    columns = [*(["Scenario", "Case"] if several else []), "Contender", "Round", *(m.heading for m in metrics)]
    words = 4 if several else 2
    table = Table(f"Each round's figures; {WALL_ENDS}", columns, rows, words=words, folded=len(rows) > LONG)
    return [table, *missing(results), *missing_elsewhere(results)]


def _figures(run: Run, metrics: Iterable[Metric], *, shown: bool) -> list[str]:
    return [_exact(metric.value(run) if shown else None, whole=metric.whole) for metric in metrics]


def _exact(value: float | None, *, whole: bool) -> str:
    return MISSING if value is None else f"{value:.0f}" if whole else f"{value:.3f}"
