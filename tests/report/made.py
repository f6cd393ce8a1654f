"""Results made in memory: every figure of a round is given or follows from the few that are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from records.days import Days
from records.measurement import (
    Clocks,
    Machine,
    Measurement,
    Metadata,
    Parity,
    Resources,
    Rows,
    Steps,
)
from records.plan import Case, Entry, Plan
from records.strict import SCHEMA_VERSION
from report.data.results import Results
from report.data.run import Run, with_slowness
from report.data.step_log import STEP_LOG_COLUMNS
from report.page.document import Block, Items, Table, Text

from .described import described

START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
FIRST_DAY = date(2013, 1, 1)
Execution = tuple[int, int, float, float | None]
"""First day, last day (counted from 0), start and end in seconds since the request; no end while it runs."""


def a_case(days: int = 7, at_once: int = 2, *, stations: int | None = None) -> Case:
    """A case and its name, as the harness names it."""
    name = f"{days}-day{'s' if days > 1 else ''}-{at_once}-at-once"
    name += "" if stations is None else f"-{stations}-stations"
    return Case.model_validate(
        {
            "name": name,
            "work": "weather",
            "source": "packaged" if stations is None else f"generated:{stations}",
            "days": Days.of(FIRST_DAY, days),
            "concurrency": at_once,
        }
    )


@dataclass(frozen=True)
class Made:
    """Rounds of one contender in one case: wall seconds a round, and CPU seconds where they are not the same.

    Warm-ups are given by their peak memory in MB, which is read in no other round.
    """

    scenario: str
    case: Case
    contender: str
    walls: Sequence[float]
    cpus: Sequence[float] | None = None
    executions: Iterable[Execution] = ()
    clocks: dict[str, Any] = field(default_factory=dict)
    resources: dict[str, Any] = field(default_factory=dict)
    metadata: Metadata | None = None
    warm_ups: Sequence[float] = ()
    changes: dict[str, Any] = field(default_factory=dict)

    def runs(self, every_s: float = 60) -> list[Run]:
        """One run a round, a minute apart."""
        cpus = self.cpus or self.walls
        pairs = enumerate(zip(self.walls, cpus, strict=True))
        return [self._run(i + 1, wall, cpu, START + timedelta(seconds=i * every_s)) for i, (wall, cpu) in pairs]

    def warm(self) -> list[Run]:
        """The warm-ups, long before the rounds."""
        at = START - timedelta(days=1)
        return [self._run(i + 1, 60, 60, at, peak_pss_bytes=int(peak * 1e6)) for i, peak in enumerate(self.warm_ups)]

    def _run(self, number: int, wall: float, cpu: float, at: datetime, peak_pss_bytes: int | None = None) -> Run:
        clocks = {"data_ready_s": wall - 0.5, "control_plane_done_s": wall, "settled_s": 0, "bring_up_s": 1}
        used = {
            "cpu_s": cpu,
            "cpu_s_by_role": {"all": cpu},
            "peak_pss_bytes": peak_pss_bytes,
            "harness_cpu_s": cpu / 200,
            "elsewhere_cpu_s": 0.0,
            "processes": 14,
        }
        expected = len(self.case.days) * 7
        record = {
            "schema_version": SCHEMA_VERSION,
            "scenario": self.scenario,
            "case": self.case,
            "contender": self.contender,
            "round": number,
            "warm_up": peak_pss_bytes is not None,
            "started_at": at,
            "outcome": "completed",
            "clocks": Clocks.model_validate(clocks | self.clocks),
            "resources": Resources.model_validate(used | self.resources),
            "metadata": self.metadata,
            "rows": Rows(landed=72, validated=71, rejected=1, station_days=3, city_days=2),
            "steps": Steps(expected=expected, done=expected, failed=0, repeated=0),
            "parity": Parity(identical=True, differences=[], difference_count=0),
            "versions": {},
            "machine": Machine(
                name="desk", cpu="A CPU", cores=2, memory_bytes=8_000_000_000, system="Linux", python="3.11"
            ),
        }
        return Run(Measurement.model_validate(record | self.changes), step_log(self.executions, at))


def step_log(executions: Iterable[Execution], zero: datetime) -> pd.DataFrame:
    """A step log as the report reads it."""
    log = pd.DataFrame(
        [
            {
                "id": i,
                "step": "raw_weather_data",
                "kind": "python",
                "partition_start": pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=first),
                "partition_end": pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=last),
                "outcome": "done",
                "started_at": pd.Timestamp(zero) + pd.Timedelta(seconds=start),
                "ended_at": pd.NaT if end is None else pd.Timestamp(zero) + pd.Timedelta(seconds=end),
            }
            for i, (first, last, start, end) in enumerate(executions)
        ]
    )
    return log.reindex(columns=STEP_LOG_COLUMNS)


def results_of(*made: Made, every_s: float = 60) -> Results:
    """A results folder that was never on disk; the first is of the main case."""
    cases = {one.case.name: one.case for one in made}
    entries = [
        Entry(
            scenario=one.scenario,
            case=one.case.name,
            contender=one.contender,
            rounds=len(one.walls),
            baseline=f"{one.case.source}-{one.case.days}",
        )
        for one in made
    ]
    plan = Plan(
        schema_version=SCHEMA_VERSION,
        created_at=START,
        profile="standard",
        command="bench run",
        seed=1,
        **described([one.contender for one in made], [one.scenario for one in made]),
        cases=list(cases.values()),
        entries=entries,
        main_case=made[0].case.name,
    )
    runs = with_slowness([run for one in made for run in one.runs(every_s)])
    return Results(Path("results"), plan, runs, [run for one in made for run in one.warm()])


def sentences(blocks: Sequence[Block]) -> list[str]:
    """What the blocks say, in order: items and paragraphs."""
    said: list[str] = []
    for block in blocks:
        if isinstance(block, Items):
            said += block.items
        elif isinstance(block, Text):
            said.append(block.text)
    return said


def tables(blocks: Sequence[Block]) -> list[Table]:
    """The tables among the blocks."""
    return [block for block in blocks if isinstance(block, Table)]
