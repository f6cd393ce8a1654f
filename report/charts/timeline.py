"""From a step log to bars: when each step of each partition ran, in seconds since the backfill was requested."""

from dataclasses import dataclass

import pandas as pd

from records.names import PIPELINE
from records.plan import Contender
from report.data.metrics import WALL
from report.data.results import Results
from report.data.run import Run
from report.data.series import Series
from report.stats.intervals import middle

OTHER = "other"
KINDS = [*PIPELINE, OTHER]


@dataclass(frozen=True)
class Timeline:
    """One contender's round of median wall time.

    bars has step, partition (ISO date), start, end (seconds) and lane (0, or more where executions of one
    partition overlap); clocks has clock (its name) and at (seconds).
    """

    contender: Contender
    round: int
    partitions: list[str]
    bars: pd.DataFrame
    clocks: pd.DataFrame

    @property
    def end_s(self) -> float:
        """The last moment to be shown."""
        return float(max([*self.bars["end"], *self.clocks["at"]]))


def timelines(results: Results) -> list[Timeline]:
    """One timeline of the main case for each contender that is shown, in the contenders' order."""
    return [_timeline(series) for series in shown(results)]


def shown(results: Results) -> list[Series]:
    """Every contender with a number in the main case; a stack's stock one only where its tuned one has none."""
    numbered = [series for series in results.series(results.main) if series.missing is None]
    tuned = {series.stack for series in numbered if series.kind == "tuned"}
    return [series for series in numbered if not (series.kind == "stock" and series.stack in tuned)]


def _timeline(series: Series) -> Timeline:
    run = series.rounds[middle(series.values(WALL))]
    m = run.measurement
    clocks = {"data ready": m.clocks.data_ready_s, "control plane done": m.clocks.control_plane_done_s}
    return Timeline(
        series.contender,
        m.round,
        [str(day) for day in m.case.days],
        _bars(run),
        pd.DataFrame([(clock, at) for clock, at in clocks.items() if at is not None], columns=["clock", "at"]),
    )


def _bars(run: Run) -> pd.DataFrame:
    zero = pd.Timestamp(run.measurement.started_at)
    log = run.step_log
    shown = log[(log["kind"] != "dbt test") & log["ended_at"].notna()].sort_values(["started_at", "id"])
    lanes: dict[str, list[float]] = {}
    rows = []
    for execution in shown.to_dict("records"):
        start, end = ((execution[at] - zero).total_seconds() for at in ("started_at", "ended_at"))
        # An execution over a range of days stands in the row of each of them.
        for day in pd.date_range(execution["partition_start"], execution["partition_end"]):
            partition = f"{day:%Y-%m-%d}"
            lane = _lane(lanes.setdefault(partition, []), start, end)
            step = execution["step"] if execution["step"] in PIPELINE else OTHER
            rows.append((step, partition, start, end, lane))
    return pd.DataFrame(rows, columns=["step", "partition", "start", "end", "lane"])


def _lane(ends: list[float], start: float, end: float) -> int:
    """The first lane that is free at start; ends holds when each lane's last execution ended."""
    for lane, free in enumerate(ends):
        if free <= start:
            ends[lane] = end
            return lane
    ends.append(end)
    return len(ends) - 1
