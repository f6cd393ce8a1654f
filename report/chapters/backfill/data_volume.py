"""Where the orchestrator stops to matter: the tax on a day with ever more readings."""

from dataclasses import dataclass

from records.names import BACKFILL, CONTROL, GROWING
from records.plan import Contender
from report.chapters.backfill.cases import cases_of, numbered
from report.chapters.backfill.waits import waiting
from report.charts.line_chart import Panel, panels
from report.data.metrics import CPU, WALL, Metric
from report.data.results import Results
from report.data.series import Series, Subject
from report.page.document import Block, Items, Picture, Table, Text
from report.stats.comparison import Comparison, too_few
from report.text import MISSING, TIMES, number

GENERATED = "generated:"
ROWS_PER_STATION = 24
TAXES = (1.5, 1.1)
_DRAWN = f"Dot: ratio to {CONTROL}, which is the dashed line at 1."


@dataclass(frozen=True)
class Size:
    """Readings of one day, and the contenders that have a wall time with them, by name."""

    rows: int
    series: dict[str, Series]

    def against_control(self, contender: str, metric: Metric) -> Comparison | None:
        """A contender against bare; None without either."""
        own, control = (self._values(name, metric) for name in (contender, CONTROL))
        return Comparison(own, control) if own and control else None

    def tax(self, contender: str, metric: Metric) -> float | None:
        """How many times bare's time a contender's is; None without either."""
        found = self.against_control(contender, metric)
        return found.ratio if found else None

    def _values(self, name: str, metric: Metric) -> list[float]:
        return self.series[name].values(metric) if name in self.series else []


def sizes(results: Results) -> list[Size]:
    """From the fewest readings to the most: days that are made up, and the backfill's own single day."""
    made_up = _made_up(results)
    rows = [(_generated(subject), subject) for subject in made_up]
    rows += [own] if (own := _own_day(results, made_up)) else []
    found = [Size(n, {one.name: one for one in numbered(results, subject, WALL)}) for n, subject in rows]
    return sorted(found, key=lambda size: size.rows)


def below_from(found: list[Size], contender: str, metric: Metric, tax: float) -> int | None:
    """The readings per day from which on every measured tax is below that one; None where the largest size's is not."""
    start = None
    for size in found:
        own = size.tax(contender, metric)
        if own is not None:
            start = (start or size.rows) if own < tax else None
    return start


def blocks(results: Results) -> list[Block]:
    """Sentences, picture and table; [] without two sizes or without bare."""
    found = sizes(results)
    taxed = [c for c in results.contenders if sum(size.tax(c.name, WALL) is not None for size in found) > 1]
    taxed = [contender for contender in taxed if contender.name != CONTROL]
    if not taxed:
        return []
    everyone = [series for size in found for series in size.series.values()]
    shown = [series for series in everyone if series.contender in taxed]
    fewest = min(len(series.values(WALL)) for series in everyone)
    notes = [_DRAWN, _whose(results), waiting(shown), too_few(fewest, "of a size")]
    return [
        Items([said for metric in (WALL, CPU) for contender in taxed if (said := _sentence(contender, found, metric))]),
        Picture(
            "growing",
            f"Wall and CPU time over that of {CONTROL}, by readings per day on a logarithmic scale.",
            panels(
                [_panel(found, taxed, metric) for metric in (WALL, CPU)],
                "readings per day",
                results.plan.contenders,
                log=True,
                ticks=sorted({size.rows for size in found}),
            ),
        ),
        Text(" ".join(filter(None, notes))),
        _table(found, [CONTROL, *(contender.name for contender in taxed)]),
    ]


def _made_up(results: Results) -> list[Subject]:
    return [subject for subject in cases_of(results, GROWING) if subject.case.source.startswith(GENERATED)]


def _generated(subject: Subject) -> int:
    return int(subject.case.source.removeprefix(GENERATED)) * ROWS_PER_STATION


def _own_day(results: Results, made_up: list[Subject]) -> tuple[int, Subject] | None:
    """The backfill of one day that differs from the made-up ones in its readings alone, and how many bare landed."""
    alike = {(len(subject.case.days), subject.case.concurrency) for subject in made_up}
    for subject in cases_of(results, BACKFILL):
        case, rounds = subject.case, results.control(subject).rounds
        if (len(case.days), case.concurrency) in alike and not case.source.startswith(GENERATED) and rounds:
            return rounds[0].measurement.rows.landed, subject
    return None


def _whose(results: Results) -> str:
    """Which of the sizes is no made-up one."""
    own = _own_day(results, _made_up(results))
    return f"The {own[0]:,} readings are the backfill's own day; the other sizes are generated." if own else ""


def _sentence(contender: Contender, found: list[Size], metric: Metric) -> str:
    """From which size on the tax is below each threshold, of those never met the highest; empty without a tax."""
    taxes = {size.rows: tax for size in found if (tax := size.tax(contender.name, metric)) is not None}
    if not taxes:
        return ""
    most = max(taxes)
    starts = {tax: below_from(found, contender.name, metric, tax) for tax in TAXES}
    parts = [f"below {tax:g}{TIMES} {_where(rows, most)}" for tax, rows in starts.items() if rows]
    if never := [tax for tax, rows in starts.items() if not rows]:
        parts.append(f"not below {max(never):g}{TIMES} up to {most:,} readings per day")
    return f"{contender.label}, {metric.lower}: {'; '.join(parts)} ({taxes[most]:.2f}{TIMES} that of {CONTROL} there)."


def _where(rows: int, most: int) -> str:
    """From which size on; the largest is no more than itself."""
    return f"at {rows:,} readings per day" if rows == most else f"from {rows:,} readings per day on"


def _table(found: list[Size], contenders: list[str]) -> Table:
    rows = []
    for size in found:
        for name in contenders:
            if series := size.series.get(name):
                rows.append(
                    [
                        f"{size.rows:,}",
                        name,
                        str(len(series.values(WALL))),
                        number(series.median(WALL)),
                        _against(size, name, WALL),
                        number(series.median(CPU)),
                        _against(size, name, CPU),
                    ]
                )
    columns = ["Readings per day", "Contender", "n", "Wall time, s", f"Ratio to {CONTROL}", "CPU time, s"]
    return Table("Medians over rounds", [*columns, f"Ratio to {CONTROL}"], rows, words=2)


def _against(size: Size, name: str, metric: Metric) -> str:
    found = size.against_control(name, metric)
    return found.words if found and name != CONTROL else MISSING


def _panel(found: list[Size], contenders: list[Contender], metric: Metric) -> Panel:
    taxes = [(c.name, size.rows, tax) for c in contenders for size in found if (tax := size.tax(c.name, metric))]
    return Panel(f"{metric.short}, ratio to {CONTROL}", taxes, taxes, marks=[1])
