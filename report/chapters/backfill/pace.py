"""How fast the runs of many days are made, and whether days go on to take as long: the case of the most days."""

from itertools import pairwise
from typing import Final

from records.names import BACKFILL
from report.chapters.backfill.cases import cases_of, numbered
from report.data.metrics import WALL
from report.data.results import Results
from report.data.run import Run
from report.data.series import Series
from report.page.document import Block, Items, Table, Text
from report.stats.intervals import middle
from report.text import MISSING, case_label, number, times

MANY: Final = 30
"""From how many days on a quarter of them has enough to tell a pace."""
_QUARTERS: Final = 4
_HOW = (
    "The round of median wall time. When a run was made is by the tool's own records, in seconds since the request; "
    "when days were done is by the core's step log."
)


def blocks(results: Results) -> list[Block]:
    """A sentence on who slows down the most, and a table; [] where no case has so many days."""
    cases = [subject for subject in cases_of(results, BACKFILL) if len(subject.case.days) >= MANY]
    if not cases:
        return []
    subject = max(cases, key=lambda one: len(one.case.days))
    shown = numbered(results, subject, WALL)
    if not shown:
        return []
    typical = {series: series.rounds[middle(series.values(WALL))] for series in shown}
    paces = {series: quarters(run) for series, run in typical.items()}
    # Results of before this was read say nothing of when runs were made.
    told = any(run.measurement.clocks.runs_made_s for run in typical.values())
    rows = [[one.name, *(_made(run) if told else []), *_cells(paces[one])] for one, run in typical.items()]
    made = ["Runs", "First made, s", "Last made, s", "Made a second"] if told else []
    took = [f"{which} quarter, s a day" for which in ("First", "Second", "Third", "Last")]
    changes = [_change(series, pace) for series, pace in paces.items() if len(pace) == _QUARTERS]
    return [
        *([Items(changes)] if changes else []),
        Table(f"{case_label(subject.case)}: runs made, and how long a day took", ["Contender", *made, *took], rows),
        Text(_HOW),
    ]


def quarters(run: Run) -> list[float]:
    """Seconds that a day took in each quarter of the days, in the order in which they were done.

    A run of several days counts for all of them when it is done; [] of fewer runs than quarters.
    """
    log = run.step_log
    done = log.groupby("partition_start").agg(at=("ended_at", "max"), until=("partition_end", "max")).reset_index()
    if len(done) < _QUARTERS:
        return []
    done = done.sort_values("at")
    days = ((done["until"] - done["partition_start"]).dt.days + 1).cumsum()
    ends = [int((days <= days.iloc[-1] * part / _QUARTERS).sum()) for part in range(1, _QUARTERS + 1)]
    at = (done["at"] - log["started_at"].min()).dt.total_seconds()
    passed = [(0.0, 0.0), *((float(at.iloc[end - 1]), float(days.iloc[end - 1])) for end in ends if end)]
    return [(late - early) / (more - few) for (early, few), (late, more) in pairwise(passed) if more > few]


def _made(run: Run) -> list[str]:
    """How many runs, when the first and the last of them was made, and how many a second in between."""
    made = run.measurement.clocks.runs_made_s
    if not made:
        return [MISSING] * 4
    took = made[-1] - made[0]
    return [f"{len(made):,}", number(made[0]), number(made[-1]), number((len(made) - 1) / took) if took else MISSING]


def _cells(pace: list[float]) -> list[str]:
    return [number(seconds) for seconds in pace] if len(pace) == _QUARTERS else [MISSING] * _QUARTERS


def _change(series: Series, pace: list[float]) -> str:
    return (
        f"{series.label}: a day of the last quarter took {times(pace[-1] / pace[0])} what one of the first took "
        f"({number(pace[-1])} and {number(pace[0])} s)."
    )
