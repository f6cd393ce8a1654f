"""What tuning brings, and where the time that remains goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from records.measurement import Case
from report.chapters.backfill.headline import ENOUGH
from report.chapters.backfill.tables import DBT_ROLE
from report.chapters.backfill.waits import BACKFILL, enough, numbered, percent, ratio_words
from report.data.results import Results, Run
from report.data.summary import WALL
from report.page.document import Block, Items, Table, Text
from report.stats.intervals import mean_ratio, ratio_interval
from report.text import TIMES, case_label, number, plural, times
from report.text import stack as stack_of

GOAL = 2.0
STOCK, TUNED = "stock", "tuned"


@dataclass(frozen=True)
class Pair:
    """A stack's two configurations in one case: seconds of wall time per partition in every round, and the runs."""

    case: Case
    stack: str
    stock: list[float]
    tuned: list[float]
    stock_runs: list[Run]
    tuned_runs: list[Run]

    @property
    def gain(self) -> float:
        """How often the tuned one's wall time per partition the stock one takes."""
        return mean_ratio(self.stock, self.tuned) or 0


def pairs(results: Results) -> Iterator[Pair]:
    """Every stack with both configurations in the same case of the backfill; the main case first."""
    for subject in results.subjects:
        if subject.scenario != BACKFILL:
            continue
        case = subject.case
        wall = numbered(results, BACKFILL, case, WALL)
        for stack in dict.fromkeys(stack_of(contender) for contender in wall):
            stock, tuned = f"{stack}:{STOCK}", f"{stack}:{TUNED}"
            if stock in wall and tuned in wall:
                per_day = [[seconds / case.days.count for seconds in wall[c]] for c in (stock, tuned)]
                stock_runs, tuned_runs = (results.of(BACKFILL, case.name, c) for c in (stock, tuned))
                yield Pair(case, stack, per_day[0], per_day[1], stock_runs, tuned_runs)


def blocks(results: Results) -> list[Block]:
    """A sentence on each pair and, for the main case and wherever the gain is small, CPU by role of both."""
    found = list(pairs(results))
    if not found:
        return []
    shown = [pair for pair in found if pair.gain < GOAL or pair.case == results.main.case]
    return [
        Items([_sentence(pair) for pair in found]),
        *(block for pair in shown for block in _roles(pair)),
        *([Text(DBT_ROLE)] if shown else []),
    ]


def _sentence(pair: Pair) -> str:
    sentence = (
        f"{pair.stack.capitalize()}, {case_label(pair.case)}: {number(median(pair.stock))} s of wall time a day stock, "
        f"{number(median(pair.tuned))} s tuned: stock takes {ratio_words(pair.stock, pair.tuned)} as long"
    )
    bounds = ratio_interval(pair.stock, pair.tuned)
    if not enough(pair.stock, pair.tuned):
        counts = f"{len(pair.stock)} and {len(pair.tuned)} rounds"
        apart = min(pair.stock) / max(pair.tuned)
        if apart > 1:
            fact = f"even the fastest stock one took {times(apart)} as long as the slowest tuned one"
            return f"{sentence}; of {counts}, {fact}."
        return f"{sentence}; {counts} are too few for a verdict, which needs {ENOUGH} of each."
    if bounds and bounds[0] <= 1 <= bounds[1]:
        return f"{sentence}; no measurable difference."
    if bounds and bounds[0] < GOAL <= bounds[1]:
        return f"{sentence}; its interval holds {GOAL:g}."
    return f"{sentence}, which is {'at least' if pair.gain >= GOAL else 'less than'} {GOAL:g}{TIMES}."


def _roles(pair: Pair) -> list[Block]:
    stock, tuned = (_cpu_by_role(runs, pair.case) for runs in (pair.stock_runs, pair.tuned_runs))
    roles = sorted(stock | tuned, key=lambda role: -(tuned.get(role, 0) + stock.get(role, 0)))
    rows = [[role, *_both(stock.get(role, 0), tuned.get(role, 0))] for role in roles]
    rows.append(["all", *_both(sum(stock.values()), sum(tuned.values()))])
    rows.append(["wall time", *_both(median(pair.stock), median(pair.tuned))])
    caption = (
        f"{pair.stack.capitalize()}, {case_label(pair.case)}: CPU seconds a day by process role, medians over rounds"
    )
    return [
        Table(caption, ["Process role", "Stock", "Tuned", "Difference", "Stock over tuned"], rows),
        *([Text(_remaining(pair, tuned))] if any(tuned.values()) else []),
    ]


def _cpu_by_role(runs: list[Run], case: Case) -> dict[str, float]:
    """CPU seconds a day: the median over rounds, role by role."""
    used = [run.measurement.resources.cpu_s_by_role for run in runs]
    roles = dict.fromkeys(role for each in used for role in each)
    return {role: median(each.get(role, 0) for each in used) / case.days.count for role in roles}


def _both(stock: float, tuned: float) -> list[str]:
    return [number(stock), number(tuned), number(tuned - stock), times(stock / tuned if tuned else None)]


def _remaining(pair: Pair, tuned: dict[str, float]) -> str:
    """How much of the machine the tuned one uses, and who in it."""
    total, cores = sum(tuned.values()), pair.tuned_runs[0].measurement.machine.cores
    largest = sorted(tuned, key=lambda role: -tuned[role])[:2]
    shares = " and ".join(f"{role} ({percent(tuned[role] / total)})" for role in largest)
    used = total / (median(pair.tuned) * cores)
    return (
        f"Of what remains in {pair.stack.capitalize()} tuned, most CPU time goes to {shares}; it uses "
        f"{percent(used)} of the time of the {plural(cores, 'core')}."
    )
