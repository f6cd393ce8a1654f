"""Why a number of days took another time than smaller ones predict, as far as the core's step log tells."""

from collections.abc import Mapping
from statistics import median
from typing import Final

import pandas as pd

from report.chapters.backfill.phases import partition_count
from report.data.run import Run
from report.data.series import Series
from report.text import listed, number, plural

FAR: Final = 0.15
"""From which error of a prediction on the report says why."""
_HALVES: Final = 4
"""How many runs a round has at least whose halves are compared."""


def why(sizes: Mapping[int, Series], days: int) -> str:
    """Into how many runs the days were taken, where a run has several, and how long each half of the runs took.

    sizes has one contender with each number of days. "" where the step logs are empty.
    """
    runs = {size: partition_count(series.rounds[0]) for size, series in sizes.items() if size <= days}
    if not all(runs.values()):
        return ""
    told = []
    if runs != {size: size for size in runs}:
        told.append(listed([f"{plural(size, 'day')} in {plural(count, 'run')}" for size, count in runs.items()]))
    if runs[days] >= _HALVES:
        halves = [_halves(run) for run in sizes[days].rounds]
        first, second = (median(each) for each in zip(*halves, strict=True))
        told.append(f"the first half of the days took {number(first)} s, the second {number(second)} s")
    return "; ".join(told)


def _halves(run: Run) -> tuple[float, float]:
    """Seconds from the request until half of the runs had ended, and from there until the last had."""
    ends = run.step_log.groupby("partition_start")["ended_at"].max().sort_values()
    seconds = (ends - pd.Timestamp(run.measurement.started_at)).dt.total_seconds().to_list()
    half = seconds[len(seconds) // 2 - 1]
    return half, seconds[-1] - half
