"""What the person at the terminal sees: figures on standard output, everything else on standard error."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.doctor import Finding
from benchmarks.errors import BenchError
from benchmarks.plan import Item, items
from report.read import Results
from report.result_format import Measurement, Plan
from report.summary import SummaryRecord, summarize

_out = Console(soft_wrap=True)
if not _out.is_terminal:
    _out.width = 160  # a pipe has no width to fit into
_err = Console(stderr=True, soft_wrap=True)


def note(text: str) -> None:
    """Tell what is going on."""
    _err.print(escape(text))


def error(text: str) -> None:
    """Tell what went wrong."""
    _err.print(f"[red]error:[/red] {escape(text)}")


class RunDisplay:
    """A run as it goes on: a bar with what is being done on a terminal, plain lines elsewhere."""

    def __init__(self, plan: Plan) -> None:
        self.failures: list[str] = []
        self._plan = plan
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=_err,
            disable=not _err.is_terminal,
        )
        self._task = self._progress.add_task("", total=len(items(plan)))

    def __enter__(self) -> Self:
        days = self._plan.days
        note(
            f"{', '.join(self._plan.scenarios)}: {days.count} days from {days.start}, source {self._plan.source}; "
            f"{', '.join(self._plan.contenders)}; {self._plan.rounds} rounds, seed {self._plan.seed}"
        )
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def tell(self, doing: str) -> None:
        """Show what is being done now."""
        if _err.is_terminal:
            self._progress.update(self._task, description=escape(doing))
        else:
            note(doing)

    def finished(self, item: Item, outcome: Measurement | BenchError) -> None:
        """Show how one measurement went."""
        problem = _problem(outcome)
        if problem:
            self.failures.append(f"{item.name}: {problem}")
            self._progress.console.print(f"[red]✗[/red] {item.name}: {escape(problem)}")
        else:
            assert isinstance(outcome, Measurement)
            self._progress.console.print(
                f"[green]✓[/green] {item.name}: {outcome.clocks.control_plane_done_s:.2f} s, "
                f"{outcome.resources.cpu_s:.2f} CPU s, tables as bare's"
            )
        self._progress.advance(self._task)


def _problem(outcome: Measurement | BenchError) -> str | None:
    if isinstance(outcome, BenchError):
        return str(outcome)
    if outcome.outcome == "failed":
        return outcome.reason or "failed"
    if not outcome.parity.identical:
        first = outcome.parity.differences[0]
        return (
            f"{outcome.parity.difference_count} differences from bare; the first: {first.table}, {first.key}, "
            f"{first.column}: {first.bare} in bare, {first.contender} here"
        )
    return None


def show_summary(results: Results, form: str) -> None:
    """Print the summary records as a table or as JSON."""
    records = summarize(results)
    if form == "json":
        _out.print_json(data=[record.model_dump(mode="json") for record in records])
        return
    table = Table(*(name.replace("_", " ") for name in SummaryRecord.model_fields), box=None, padding=(0, 1, 0, 0))
    for record in records:
        table.add_row(*(_cell(value) for value in record.model_dump().values()))
    _out.print(table)


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
        table.add_row(
            "[green]✓[/green]" if finding.well else "[red]✗[/red]", finding.what, finding.found, finding.remedy
        )
    _out.print(table)
    return all(finding.well for finding in findings)
