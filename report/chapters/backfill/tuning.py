"""What tuning brings, and where the time that remains goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from records.names import BACKFILL, Kind
from report.chapters.backfill.cases import numbered
from report.chapters.backfill.tables import DBT_ROLE
from report.data.metrics import WALL
from report.data.results import Results
from report.data.series import Series
from report.page.document import Block, Items, Table, Text
from report.stats.comparison import ENOUGH, Comparison
from report.text import TIMES, case_label, number, percent, plural, times

GOAL = 2.0


@dataclass(frozen=True)
class Pair:
    """A stack's two configurations in one case, both with a wall time; label is the stack's."""

    label: str
    stock: Series
    tuned: Series

    @cached_property
    def comparison(self) -> Comparison:
        """How often the tuned one's wall time the stock one takes."""
        return Comparison(self.stock.values(WALL), self.tuned.values(WALL))

    @property
    def where(self) -> str:
        """The stack and the case."""
        return f"{self.label}, {case_label(self.stock.subject.case)}"


def pairs(results: Results) -> Iterator[Pair]:
    """Every stack with both configurations in the same case of the backfill; the main case first."""
    for subject in results.subjects:
        if subject.scenario.name == BACKFILL:
            able = numbered(results, subject, WALL)
            for stack in results.stacks:
                stock, tuned = _of(able, stack.name, "stock"), _of(able, stack.name, "tuned")
                if stock and tuned:
                    yield Pair(stack.label, stock, tuned)


def blocks(results: Results) -> list[Block]:
    """A sentence on each pair and, for the main case and wherever the gain is small, CPU by role of both."""
    found = list(pairs(results))
    if not found:
        return []
    shown = [pair for pair in found if (pair.comparison.ratio or 0) < GOAL or pair.stock.subject == results.main]
    return [
        Items([_sentence(pair) for pair in found]),
        *(block for pair in shown for block in _roles(pair)),
        *([Text(DBT_ROLE)] if shown else []),
    ]


def _of(series: list[Series], stack: str, kind: Kind) -> Series | None:
    return next((one for one in series if (one.stack, one.kind) == (stack, kind)), None)


def _sentence(pair: Pair) -> str:
    compared = pair.comparison
    sentence = (
        f"{pair.where}: {number(_wall_per_day(pair.stock))} s of wall time per day stock, "
        f"{number(_wall_per_day(pair.tuned))} s tuned: stock takes {compared.words} as long"
    )
    if not compared.enough:
        counts = f"{len(compared.above)} and {len(compared.below)} rounds"
        apart = min(compared.above) / max(compared.below)
        if apart > 1:
            fact = f"even the fastest stock round took {times(apart)} as long as the slowest tuned one"
            return f"{sentence}; with {counts}, {fact}."
        return f"{sentence}; {counts} are too few for a verdict, which needs {ENOUGH} of each."
    if compared.holds_one:
        return f"{sentence}; no measurable difference."
    if compared.interval and compared.interval[0] < GOAL <= compared.interval[1]:
        return f"{sentence}; its interval includes {GOAL:g}."
    return f"{sentence}, which is {'at least' if (compared.ratio or 0) >= GOAL else 'less than'} {GOAL:g}{TIMES}."


def _roles(pair: Pair) -> list[Block]:
    stock, tuned = (_cpu_by_role(series) for series in (pair.stock, pair.tuned))
    roles = sorted(stock | tuned, key=lambda role: -(tuned.get(role, 0) + stock.get(role, 0)))
    rows = [[role, *_both(stock.get(role, 0), tuned.get(role, 0))] for role in roles]
    rows.append(["all", *_both(sum(stock.values()), sum(tuned.values()))])
    rows.append(["wall time", *_both(_wall_per_day(pair.stock), _wall_per_day(pair.tuned))])
    caption = f"{pair.where}: CPU seconds per day by process role, medians over rounds"
    return [
        Table(caption, ["Process role", "Stock", "Tuned", "Difference", "Stock over tuned"], rows),
        *([Text(_remaining(pair, tuned))] if any(tuned.values()) else []),
    ]


def _wall_per_day(series: Series) -> float:
    """Seconds: the median over rounds."""
    return median(series.values(WALL)) / len(series.subject.case.days)


def _cpu_by_role(series: Series) -> dict[str, float]:
    """CPU seconds per day: the median over rounds, role by role."""
    used = [run.measurement.resources.cpu_s_by_role for run in series.rounds]
    roles = dict.fromkeys(role for each in used for role in each)
    return {role: median(each.get(role, 0) for each in used) / len(series.subject.case.days) for role in roles}


def _both(stock: float, tuned: float) -> list[str]:
    return [number(stock), number(tuned), number(tuned - stock), times(stock / tuned if tuned else None)]


def _remaining(pair: Pair, tuned: dict[str, float]) -> str:
    """How much of the machine the tuned one uses, and who in it."""
    total, cores = sum(tuned.values()), pair.tuned.rounds[0].measurement.machine.cores
    largest = sorted(tuned, key=lambda role: -tuned[role])[:2]
    shares = " and ".join(f"{role} ({percent(tuned[role] / total)})" for role in largest)
    used = total / (_wall_per_day(pair.tuned) * cores)
    return (
        f"{pair.label} (tuned) spends most CPU time in {shares}; it keeps the machine's "
        f"{plural(cores, 'core')} {percent(used)} busy."
    )
