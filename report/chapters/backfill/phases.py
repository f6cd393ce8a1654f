"""Where the time of a partition goes, from the core's own step log."""

import heapq
from collections import defaultdict
from dataclasses import astuple, dataclass
from statistics import mean, median

import pandas as pd

from records.names import CONTROL
from report.chapters.backfill.cases import numbered
from report.data.results import Results
from report.data.run import Run
from report.data.series import Series, Subject
from report.page.document import LONG, Block, Items, Table, Text
from report.text import case_label, number, percent, plural

METHOD = (
    "A partition is due when the backfill is requested or, if more partitions are requested than may run at once, when "
    f"an earlier one has finished ({CONTROL} runs one at a time, the others as many as the case allows). Assignment: "
    "from due to the partition's first step. Execution: the time in which at least one of its steps or dbt tests runs. "
    "Transition: the idle gaps between them. dbt's own start-up counts as transition, because dbt's step times begin "
    "when its model does. Last column: from the last step of all until the control plane reports success. Days that "
    "one run takes together count as one partition."
)


@dataclass(frozen=True)
class Phases:
    """Seconds: the mean over the partitions of one measurement, and the wait for success once at its end."""

    assignment_s: float
    execution_s: float
    transition_s: float
    done_lag_s: float

    @property
    def partition_s(self) -> float:
        """From due to the end of the last step."""
        return self.assignment_s + self.execution_s + self.transition_s


@dataclass(frozen=True)
class _Typical:
    """One contender in one case: medians over rounds, and how many partitions each round had."""

    series: Series
    medians: Phases
    partitions: int


@dataclass(frozen=True)
class _Partition:
    started_s: float
    ended_s: float
    idle_s: float


def places(series: Series) -> int:
    """How many partitions the contender may run at once: the control takes one after another, whatever is allowed."""
    return 1 if series.stack == CONTROL else series.subject.case.concurrency


def phases(run: Run, at_once: int) -> Phases | None:
    """The phases of one measurement of so many at once; None where it has no success or no step that ended."""
    done = run.measurement.clocks.control_plane_done_s
    found = sorted(_partitions(run), key=lambda partition: partition.started_s)
    if done is None or not found:
        return None
    waits = []
    free = [0.0] * at_once
    for partition in found:
        due = heapq.heappop(free)
        # A control plane may start more at once than it was asked to: then nothing has waited.
        waits.append(max(0.0, partition.started_s - due))
        heapq.heappush(free, partition.ended_s)
    return Phases(
        assignment_s=mean(waits),
        execution_s=mean(p.ended_s - p.started_s - p.idle_s for p in found),
        transition_s=mean(p.idle_s for p in found),
        done_lag_s=done - max(p.ended_s for p in found),
    )


def partition_count(run: Run) -> int:
    """How many partitions a measurement had: days, or ranges of days that were run together."""
    return len(_partitions(run))


def blocks(results: Results) -> list[Block]:
    """Sentences and a table on the main case, one row for each contender of every other case."""
    # The second measurement of a case says nothing new about where its time goes.
    subjects = [subject for subject in results.subjects if not subject.scenario.repeats]
    typical = {subject.key: _typical(results, subject) for subject in subjects}
    main = typical.get(results.main.key, [])
    other_rows = [
        [*subject.key, *row]
        for subject in subjects
        if subject.key != results.main.key
        for row in _rows(typical[subject.key])
    ]
    caption = "seconds, mean over the partitions of a round, then median over rounds"
    columns = ["Contender", "Partitions", "Assignment", "Execution", "Transition", "Until success"]
    tables = [
        Table(f"{case_label(results.main.case)}: {caption}", columns, _rows(main)),
        Table(
            f"Every other case: {caption}",
            ["Scenario", "Case", *columns],
            other_rows,
            words=3,
            folded=len(other_rows) > LONG,
        ),
    ]
    shown: list[Block] = [table for table in tables if table.rows]
    sentences = [_sentence(typical) for typical in main]
    return [*([Items(sentences)] if sentences else []), *([Text(METHOD)] if shown else []), *shown]


def _typical(results: Results, subject: Subject) -> list[_Typical]:
    """Those of every contender with a number."""
    typical = []
    for series in numbered(results, subject):
        found = [each for run in series.rounds if (each := phases(run, places(series)))]
        if found:
            medians = Phases(*(median(column) for column in zip(*map(astuple, found), strict=True)))
            typical.append(_Typical(series, medians, partition_count(series.rounds[0])))
    return typical


def _rows(typical: list[_Typical]) -> list[list[str]]:
    return [
        [one.series.name, str(one.partitions), *(number(seconds) for seconds in astuple(one.medians))]
        for one in typical
    ]


def _sentence(typical: _Typical) -> str:
    """How long a partition takes, and which part of that each phase is."""
    medians, days = typical.medians, len(typical.series.subject.case.days)
    parts = {
        "assignment": medians.assignment_s,
        "execution": medians.execution_s,
        "transition": medians.transition_s,
    }
    shares = ", ".join(f"{percent(s / medians.partition_s)} {name}" for name, s in parts.items())
    what = f"the range of {plural(days, 'day')}" if typical.partitions < days else "a partition"
    return (
        f"{typical.series.label}: {what} takes {number(medians.partition_s)} s from due to the end of its last step: "
        f"{shares}. The control plane reports success {number(medians.done_lag_s)} s after the last step of all."
    )


def _partitions(run: Run) -> list[_Partition]:
    """Executions whose days overlap belong to one partition; those that never ended are left out."""
    log = run.step_log[run.step_log["ended_at"].notna()].sort_values("partition_start")
    if log.empty:
        return []
    numbers = (log["partition_start"] > log["partition_end"].cummax().shift()).cumsum()
    zero = pd.Timestamp(run.measurement.started_at)
    started, ended = ((log[at] - zero).dt.total_seconds() for at in ("started_at", "ended_at"))
    found: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for partition, start, end in zip(numbers, started, ended, strict=True):
        found[partition].append((start, end))
    return [_partition(sorted(executions)) for executions in found.values()]


def _partition(executions: list[tuple[float, float]]) -> _Partition:
    """Of (start, end) in seconds, the first to start first."""
    latest, idle = executions[0][1], 0.0
    for start, end in executions:
        idle += max(0.0, start - latest)
        latest = max(latest, end)
    return _Partition(executions[0][0], latest, idle)
