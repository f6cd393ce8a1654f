"""What the person at the terminal sees: figures on standard output, everything else on standard error."""

import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from benchmarks.cli.finding import Finding
from benchmarks.cli.plain import console, plain, visible, write_json
from benchmarks.errors import BenchError
from benchmarks.measuring.outcome import problem_of
from benchmarks.measuring.schedule import Item, items
from benchmarks.scenarios.estimate import seconds
from records.measurement import Measurement
from records.plan import Plan

if TYPE_CHECKING:
    from benchmarks.cli.listing import Listed
    from report.compare.comparison import FolderComparison
    from report.data.results import Results
    from report.data.series import Series
    from report.page.document import Block

_out = console(sys.stdout)
_err = console(sys.stderr, stderr=True)
_live = sys.stderr.isatty() and not _err.is_dumb_terminal
"""Whether what goes on can be shown in place: FORCE_COLOR makes no terminal of a pipe."""


def note(text: str) -> None:
    """Tell what is going on."""
    _err.print(plain(text))


def warning(text: str) -> None:
    """Tell what may go unnoticed."""
    _err.print(Text.assemble(("warning:", "yellow"), " ", plain(text)))


def error(text: str) -> None:
    """Tell what went wrong."""
    _err.print(Text.assemble(("error:", "red"), " ", plain(text)))


def show_plan(plan: Plan, left: list[Item]) -> None:
    """Tell what will be measured, and about how long it takes."""
    table = Table("scenario", "case", "contenders", "rounds", box=None, padding=(0, 2, 0, 0))
    for (scenario, case), entries in groupby(plan.entries, key=lambda entry: (entry.scenario, entry.case)):
        for rounds, some in groupby(entries, key=lambda entry: (entry.rounds, entry.warm_ups)):
            names = ", ".join(entry.contender for entry in some)
            times = f"{rounds[0]}" + (f" + {rounds[1]} warm-up" if rounds[1] else "")
            table.add_row(*map(plain, (scenario, case, names, times)))
    _err.print(table)
    count, done = len(items(plan)), len(items(plan)) - len(left)
    of_them = f", {done} of them done" if done else ""
    what = "1 measurement" if count == 1 else f"{count} measurements"
    note(f"{what}{of_them}, about {_duration(seconds(left))} on two cores; seed {plan.seed}")


def _duration(seconds_: float) -> str:
    minutes = round(seconds_ / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 120 else f"{max(minutes, 1)} min"


class RunDisplay:
    """A run as it goes on: a bar with what is being done on a terminal, plain lines elsewhere."""

    def __init__(self, left: list[Item]) -> None:
        self.failures: list[str] = []
        self._left = list(left)
        self._started, self._estimated = time.monotonic(), seconds(left)
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[time_left]}"),
            TextColumn("{task.description}", markup=False),
            console=_err,
            disable=not _live,
            refresh_per_second=1,  # what is measured runs beside it
        )
        self._task = self._progress.add_task("", total=len(left), time_left="")

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def tell(self, doing: str) -> None:
        """Show what is being done now."""
        if _live:
            self._progress.update(self._task, description=visible(doing))
        else:
            note(doing)

    def finished(self, item: Item, outcome: Measurement | BenchError) -> None:
        """Show how one measurement went, and how long the rest takes."""
        self._left.remove(item)
        problem = problem_of(outcome)
        if problem:
            self.failures.append(f"{item.name}: {problem}")
            self._progress.console.print(Text.assemble(("✗", "red"), " ", plain(f"{item.name}: {problem}")))
        else:
            assert isinstance(outcome, Measurement)
            cpu = outcome.resources.cpu_s
            used = "" if cpu is None else f"{cpu:.2f} CPU s, "
            found = f"{item.name}: {outcome.clocks.control_plane_done_s:.2f} s, {used}tables as bare's"
            self._progress.console.print(Text.assemble(("✓", "green"), " ", plain(found)))
        time_left = f"about {_duration(self._time_left_s())} left" if self._left else ""
        self._progress.update(self._task, advance=1, time_left=time_left)
        if time_left and not _live:
            note(time_left)

    def _time_left_s(self) -> float:
        """The estimate of what is left, corrected by how the estimate of what is done has come true."""
        left = seconds(self._left)
        return left * (time.monotonic() - self._started) / (self._estimated - left)


def show_summary(results: "Results", form: str) -> None:
    """Print the summary records: the main case as a table, or every case as JSON."""
    from report.data.summary import SummaryRecord, summarize

    records = summarize(results)
    if form == "json":
        write_json([record.model_dump(mode="json") for record in records])
        return
    main = results.main
    table = Table(*(name.replace("_", " ") for name in SummaryRecord.model_fields), box=None, padding=(0, 1, 0, 0))
    for record in records:
        if (record.scenario, record.case) == main.key:
            table.add_row(*(plain(_cell(value)) for value in record.model_dump().values()))
    _out.print(table)
    others = len(results.subjects) - 1
    if others:
        note(f"and {others} more case{'s' if others > 1 else ''}: in the report, or with --format json")


def show_sources(results: "Results") -> None:
    """Tell which files were read for which day and what was passed over, and warn of days without a row."""
    from report.data.source_files import empty_days, read_files

    for line in read_files(results):
        note(line)
    for text in empty_days(results):
        warning(text)


def show_figures(results: "Results") -> None:
    """Print three medians of each contender in the main case, with ratios to the reference tool's that is like it."""
    from report.data.metrics import CPU, PEAK_MEMORY, WALL
    from report.stats.comparison import Comparison, too_few
    from report.text import MISSING, case_label, times

    measured = results.series(results.main)
    reference: dict[str, Series] = {}
    for one in measured:
        for kind in one.contender.kinds if one.stack == results.plan.reference else ():
            reference.setdefault(kind, one)
    metrics = (WALL, CPU, PEAK_MEMORY)
    table = Table(results.main.scenario.name, *(metric.short for metric in metrics), box=None, padding=(0, 2, 0, 0))
    for one in measured:
        # A special way that is in no pair is like no other.
        other = next((reference[kind] for kind in one.contender.kinds if kind in reference and kind != "special"), None)
        cells = []
        for metric in metrics:
            middle = one.median(metric)
            ratio = Comparison(one.values(metric), other.values(metric)).ratio if other and other is not one else None
            cell = MISSING if middle is None else f"{metric.text(middle)} {metric.unit}"
            cells.append(f"{cell} ({times(ratio)} {results.stack_label(other.stack)})" if other and ratio else cell)
        table.add_row(*map(plain, (one.label, *cells)))
    note(case_label(results.main.case))
    _out.print(table)
    if few := too_few(min(len(one.values(WALL)) for one in measured), "a side"):
        note(few)


def show_list(listed: "Sequence[Listed]", form: str) -> None:
    """Print what can be measured: a table for each kind, or all as JSON."""
    if form == "json":
        write_json([asdict(one) for one in listed])
        return
    for kind, group in groupby(listed, key=lambda one: one.kind):
        some = list(group)
        belongs = [("tool" if kind == "contender" else "family")] if some[0].of else []
        table = Table(kind, *belongs, "takes about", "what it is", box=None, padding=(0, 2, 0, 0))
        for one in some:
            table.add_row(*map(plain, (one.name, *([one.of] if belongs else []), _takes(one.seconds), one.about)))
        _out.print(table, "")
    note(
        "Times are for two cores; a contender's is for a backfill of three days. 'bench ergonomics' is measured apart."
    )


def _takes(seconds_: float) -> str:
    """A long or short while: 40 s, 12 min, 2 h 5 min, 18 days."""
    if seconds_ < 100:
        return f"{round(seconds_, -1):.0f} s"
    return f"{seconds_ / 86_400:.0f} days" if seconds_ > 2 * 86_400 else _duration(seconds_)


def show_comparison(comparison: "FolderComparison", form: str) -> None:
    """Print what differs, then wall and CPU time, then what that says and how far to trust it; or all as JSON."""
    from report.compare import blocks

    if form == "json":
        write_json(comparison.model_dump(mode="json"))
        return
    shown: list[Block] = [
        blocks.sides(comparison),
        *blocks.differences(comparison),
        *blocks.main_table(comparison),
        *blocks.not_compared(comparison),
        blocks.verdicts(comparison),
        blocks.caveats(comparison),
    ]
    for block in shown:
        _show(block)


def _show(block: "Block") -> None:
    from report.page import document

    match block:
        case document.Text(text, role):
            _out.print(plain(text, "bold yellow" if role == "lead" else ""))
        case document.Items(lines):
            for line in lines:
                _out.print(plain(f"- {line}"))
        case document.Table():
            table = Table(box=None, padding=(0, 2, 0, 0))
            for i, name in enumerate(block.columns):
                table.add_column(
                    plain(name), justify="left" if i < block.words or i == len(block.columns) - 1 else "right"
                )
            for row in block.rows:
                table.add_row(*map(plain, row))
            _out.print(table)
        case _:
            raise TypeError(f"{type(block).__name__} has no place in a terminal")


def _cell(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.2f}"
        case _:
            return str(value)


def show_findings(findings: list[Finding]) -> bool:
    """Print what the doctor found; whether all is well."""
    table = Table("", "what", "found", "remedy", box=None)
    for finding in findings:
        mark = plain("✓", "green") if finding.well else plain("✗", "red")
        table.add_row(mark, *map(plain, (finding.what, finding.found, finding.remedy)))
    _out.print(table)
    return all(finding.well for finding in findings)
