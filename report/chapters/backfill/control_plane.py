"""The control plane alone: steps that do nothing, beside the same backfill of real work."""

from collections.abc import Iterator
from dataclasses import dataclass

from records.names import BACKFILL, NO_OP, PIPELINE
from report.chapters.backfill.cases import cases_of, numbered
from report.chapters.backfill.waits import waiting
from report.data.metrics import CPU, WALL, Metric
from report.data.results import Results
from report.data.series import Series, Subject
from report.page.document import Block, Items, Table, Text
from report.stats.comparison import too_few
from report.text import MISSING, case_label, number, percent

METHOD = (
    "The same partitions and steps, but each step only writes its line of the step log. What remains is the "
    "orchestrator, the start of its processes and one database connection per step. CPU per step is the total divided "
    f"by partitions × {len(PIPELINE)} steps. The share is the median with no work over the median with real work. "
    "Dagster's assets have neither asset checks nor metadata here, so its share is a lower bound for the real ones."
)


@dataclass(frozen=True)
class Alone:
    """One contender with no work, and in the same case with real work (None where that was not measured)."""

    series: Series
    weather: Series | None

    @property
    def rounds(self) -> list[int]:
        """How many there are with no work and, where there are any, with real work."""
        return [n for one in (self.series, self.weather) if one and (n := len(one.values(WALL)))]

    def share(self, metric: Metric) -> float | None:
        """The median with no work over that with real work; None without one."""
        own, whole = self.series.median(metric), self.weather.median(metric) if self.weather else None
        return own / whole if own is not None and whole else None

    @property
    def cpu_per_step_s(self) -> float:
        """CPU seconds of the whole, over the number of its steps in all partitions."""
        return (self.series.median(CPU) or 0) / (len(self.series.subject.case.days) * len(PIPELINE))


def alone(results: Results) -> Iterator[Alone]:
    """Every contender of every case with no work."""
    for subject in cases_of(results, NO_OP):
        same = _same_with_weather(results, subject)
        weather = {series.name: series for series in results.series(same)} if same else {}
        for series in numbered(results, subject, WALL, CPU):
            yield Alone(series, weather.get(series.name))


def blocks(results: Results) -> list[Block]:
    """Sentences and a table; [] where nothing was measured with no work."""
    found = list(alone(results))
    if not found:
        return []
    rows = [
        [
            each.series.subject.case.name,
            each.series.name,
            str(each.rounds[0]),
            number(each.series.median(WALL)),
            _share(each, WALL),
            number(each.series.median(CPU)),
            _share(each, CPU),
            number(1000 * each.cpu_per_step_s),
        ]
        for each in found
    ]
    fewest = min(rounds for each in found for rounds in each.rounds)
    columns = ["Case", "Contender", "n", "Wall time, s", "Share", "CPU time, s", "Share", "CPU per step, ms"]
    return [
        Items([_sentence(each) for each in found]),
        Text(f"{METHOD} {waiting(each.series for each in found)} {too_few(fewest, 'on a side')}".rstrip()),
        Table("With no work: medians, and their share of the same with real work", columns, rows, words=2),
    ]


def _same_with_weather(results: Results, subject: Subject) -> Subject | None:
    def asked(of: Subject) -> object:
        return of.case.source, len(of.case.days), of.case.concurrency

    return next((other for other in cases_of(results, BACKFILL) if asked(other) == asked(subject)), None)


def _share(each: Alone, metric: Metric) -> str:
    share = each.share(metric)
    return MISSING if share is None else percent(share)


def _sentence(each: Alone) -> str:
    series = each.series
    found = f"{series.label}, {case_label(series.subject.case)}: {number(series.median(WALL))} s and "
    found += f"{number(series.median(CPU))} CPU s"
    if each.share(WALL) is not None and each.share(CPU) is not None:
        found += f", {_share(each, WALL)} of the wall time and {_share(each, CPU)} of the CPU time with real work"
    return f"{found}; {number(1000 * each.cpu_per_step_s)} CPU ms per step."
