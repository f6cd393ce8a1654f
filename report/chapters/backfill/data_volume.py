"""Where the orchestrator stops to matter: the tax on a day with ever more readings."""

from dataclasses import dataclass
from statistics import median

from records.measurement import Case
from report.chapters.backfill.waits import BACKFILL, GROWING, lower, numbered, ratio_words, too_few, waiting
from report.charts.line_chart import Panel, panels
from report.data.results import Results
from report.data.summary import CONTROL, CPU, WALL, Metric
from report.page.document import Block, Items, Picture, Table, Text
from report.stats.intervals import mean_ratio
from report.text import MISSING, TIMES, label, number

GENERATED = "generated:"
ROWS_A_STATION = 24
TAXES = (1.5, 1.1)
_DRAWN = f"Dot: ratio to {CONTROL}, which is the broken line at 1."


@dataclass(frozen=True)
class Size:
    """Readings of one day, and each contender's seconds in every round."""

    rows: int
    seconds: dict[str, list[float]]

    def tax(self, contender: str) -> float | None:
        """How often the time of bare; None without either."""
        return mean_ratio(self.seconds.get(contender, []), self.seconds.get(CONTROL, []))


def sizes(results: Results, metric: Metric) -> list[Size]:
    """From the fewest readings to the most: days that are made up, and the backfill's own single day."""
    made_up = _made_up(results)
    found = [Size(_generated(case), numbered(results, GROWING, case, metric)) for case in made_up]
    if own := _own_day(results, made_up):
        case, rows = own
        found.append(Size(rows, numbered(results, BACKFILL, case, metric)))
    return sorted(found, key=lambda size: size.rows)


def below_from(found: list[Size], contender: str, tax: float) -> int | None:
    """The readings a day from which on every measured tax is below that one; None where the largest size's is not."""
    start = None
    for size in found:
        own = size.tax(contender)
        if own is not None:
            start = (start or size.rows) if own < tax else None
    return start


def blocks(results: Results) -> list[Block]:
    """Sentences, picture and table; [] without two sizes or without bare."""
    found = {metric.name: sizes(results, metric) for metric in (WALL, CPU)}
    wall, cpu = found[WALL.name], found[CPU.name]
    taxed = [c for c in results.contenders if c != CONTROL and sum(size.tax(c) is not None for size in wall) > 1]
    if not taxed:
        return []
    sentences = [_sentence(contender, found[m.name], m) for m in (WALL, CPU) for contender in taxed]
    ticks = sorted({size.rows for size in wall})
    parts = [_panel(wall, taxed, f"Wall time, ratio to {CONTROL}"), _panel(cpu, taxed, f"CPU time, ratio to {CONTROL}")]
    return [
        Items(sentences),
        Picture(
            "growing",
            f"Wall and CPU time over that of {CONTROL}, by readings a day on a logarithmic scale.",
            panels(parts, "readings a day", results.contenders, log=True, ticks=ticks),
        ),
        Text(" ".join(filter(None, [_DRAWN, _whose(results), waiting(taxed), _verdict(wall)]))),
        _table(wall, cpu, [CONTROL, *taxed]),
    ]


def _made_up(results: Results) -> list[Case]:
    return [case for case in results.cases(GROWING) if case.source.startswith(GENERATED)]


def _generated(case: Case) -> int:
    return int(case.source.removeprefix(GENERATED)) * ROWS_A_STATION


def _own_day(results: Results, made_up: list[Case]) -> tuple[Case, int] | None:
    """The backfill of one day that differs from the made-up ones in its readings alone, and how many bare landed."""
    alike = {(case.days.count, case.concurrency) for case in made_up}
    for case in results.cases(BACKFILL):
        runs = results.of(BACKFILL, case.name, CONTROL)
        if (case.days.count, case.concurrency) in alike and not case.source.startswith(GENERATED) and runs:
            return case, runs[0].measurement.rows.landed
    return None


def _whose(results: Results) -> str:
    """Which of the sizes is no made-up one."""
    own = _own_day(results, _made_up(results))
    return f"The {own[1]:,} readings are those of the backfill's own day; the others are made up." if own else ""


def _sentence(contender: str, found: list[Size], metric: Metric) -> str:
    """From which size on the tax is below each threshold; those that it meets nowhere once, by the lowest tax seen."""
    taxes = {size.rows: tax for size in found if (tax := size.tax(contender)) is not None}
    most = max(taxes)
    starts = {tax: below_from(found, contender, tax) for tax in TAXES}
    parts = [f"below {tax:g}{TIMES} {_where(rows, most)}" for tax, rows in starts.items() if rows]
    if never := [tax for tax, rows in starts.items() if not rows]:
        parts.append(f"not below {max(never):g}{TIMES} up to {most:,} readings a day")
    return (
        f"{label(contender)}, {lower(metric)}: {'; '.join(parts)} ({taxes[most]:.2f}{TIMES} that of {CONTROL} there)."
    )


def _where(rows: int, most: int) -> str:
    """From which size on; the largest is no more than itself."""
    return f"at {rows:,} readings a day" if rows == most else f"from {rows:,} readings a day on"


def _verdict(found: list[Size]) -> str:
    fewest = min(len(own) for size in found for own in size.seconds.values())
    return too_few(fewest, "of a size")


def _table(wall: list[Size], cpu: list[Size], contenders: list[str]) -> Table:
    rows = []
    for size, used in zip(wall, cpu, strict=True):
        for contender in contenders:
            if own := size.seconds.get(contender):
                spent = used.seconds.get(contender, [])
                rows.append(
                    [
                        f"{size.rows:,}",
                        contender,
                        str(len(own)),
                        number(median(own)),
                        _against(size, contender),
                        number(median(spent) if spent else None),
                        _against(used, contender),
                    ]
                )
    columns = ["Readings a day", "Contender", "n", "Wall time, s", f"Ratio to {CONTROL}", "CPU time, s"]
    return Table("Medians over rounds", [*columns, f"Ratio to {CONTROL}"], rows, words=2)


def _against(size: Size, contender: str) -> str:
    own, control = size.seconds.get(contender), size.seconds.get(CONTROL)
    return ratio_words(own, control) if own and control and contender != CONTROL else MISSING


def _panel(found: list[Size], contenders: list[str], title: str) -> Panel:
    taxes = [(c, size.rows, tax) for c in contenders for size in found if (tax := size.tax(c)) is not None]
    return Panel(title, taxes, taxes, marks=[1])
