"""From a step log to bars: when each step of each partition ran, in seconds since the backfill was requested."""

from dataclasses import dataclass

import pandas as pd

from records.measurement import PIPELINE
from report.data.results import Results, Run
from report.data.summary import withheld
from report.stats.intervals import middle
from report.text import configuration, stack

OTHER = "other"
KINDS = [*PIPELINE, OTHER]


@dataclass(frozen=True)
class Timeline:
    """One contender's round of median wall time.

    bars has step, partition (ISO date), start, end (seconds) and lane (0, or more where executions of one
    partition overlap); clocks has clock (its name) and at (seconds).
    """

    contender: str
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
    rounds = {contender: results.of(*results.main.key, contender) for contender in shown(results)}
    return [_timeline(runs[middle([run.wall_s for run in runs])]) for runs in rounds.values()]


def shown(results: Results) -> list[str]:
    """Every contender with a number in the main case; a stack's stock one only where its tuned one has none."""
    key = results.main.key
    numbered = [c for c in results.contenders_of(*key) if withheld(results, *key, c) is None]
    return [c for c in numbered if not (configuration(c) == "stock" and f"{stack(c)}:tuned" in numbered)]


def _timeline(run: Run) -> Timeline:
    m = run.measurement
    partitions = [f"{day:%Y-%m-%d}" for day in pd.date_range(m.case.days.start, m.case.days.end)]
    clocks = {"data ready": m.clocks.data_ready_s, "control plane done": m.clocks.control_plane_done_s}
    return Timeline(
        m.contender,
        m.round,
        partitions,
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
