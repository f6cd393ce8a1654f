"""What every scenario does around its timed call: the baseline, the stack, the clocks, the record."""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.postgres import Postgres
from benchmarks.deployment.services import Running, kill
from benchmarks.deployment.supervisor import say
from benchmarks.errors import BackfillError, BenchError
from benchmarks.measuring.baseline import Baseline
from benchmarks.measuring.plan_file import read_plan
from benchmarks.measuring.schedule import Item, items
from benchmarks.metering import landing, metadata_db, step_log
from benchmarks.metering.dbt_logs import full_parses
from benchmarks.metering.machine import machine
from benchmarks.metering.meter import Meter
from benchmarks.metering.parity import export, export_step_log, parity, row_counts
from benchmarks.metering.processes import Roots, measured
from benchmarks.stacks import dbt_project
from benchmarks.stacks.loading import stack_of
from benchmarks.stacks.registry import spec
from benchmarks.stacks.spec import Contender
from benchmarks.stacks.stack import Deployment, Stack
from records.measurement import Clocks, Measurement, Metadata, Parity, Rerun, Resources
from records.names import CONTROL
from records.plan import Plan
from records.strict import SCHEMA_VERSION
from shared_etl.days import Days


@dataclass(frozen=True)
class Timed:
    """What one timed call took, and why it failed, if it did."""

    started_at: datetime
    wall_s: float
    resources: Resources
    growth: Metadata | None
    reason: str | None


@dataclass(frozen=True)
class Left:
    """Where the timed call left what it did: the warehouse, and how much of it is ours."""

    warehouse: str
    days: Days | None = None
    """The days that were asked for, where the warehouse may hold others; None where it holds none."""
    log_before: int = 0
    """The newest id of the step log before."""


@dataclass(frozen=True)
class Measuring:
    """One item of the plan, and where its measurement goes."""

    plan: Plan
    item: Item
    out: Path
    home: Path
    baseline: Baseline

    @classmethod
    def of(cls, request: pytest.FixtureRequest) -> "Measuring":
        """The item that `bench run` names in the options."""
        out = Path(request.config.getoption("--out"))
        plan = read_plan(out)
        item = next(one for one in items(plan) if one.name == request.config.getoption("--item"))
        baseline = Baseline(Path(request.config.getoption("--baseline")))
        return cls(plan, item, out, Path(request.config.getoption("--home")), baseline)

    @property
    def logs(self) -> Path:
        """The folder of what the services print."""
        return self.out / "logs" / self.item.name

    @property
    def days(self) -> Days:
        """The case's days."""
        return self.item.case.days

    @contextmanager
    def server(self) -> Iterator[Postgres]:
        """The server on a copy of the baseline."""
        with self.baseline.copy(self.home / "server", self.logs / "postgresql.log") as server:
            yield server

    def stack(
        self,
        server: Postgres,
        contender: Contender,
        *,
        source: str | None = None,
        ready: Mapping[str, str] | None = None,
        schedules: bool = False,
    ) -> Stack:
        """The contender's stack on the server, with the case's source and what the baseline has ready, or others.

        It has a dbt project of its own, deployed for it, unless `ready` names one.
        """
        project = self.home / "dbt_project"
        if "DBT_PROJECT_DIR" not in (ready or {}):
            dbt_project.copy(project)
            dbt_project.parse(project, server.warehouse_variables(contender.name))
        return stack_of(
            Deployment(
                contender,
                server,
                self.home,
                self.logs,
                {**self.baseline.ready, **dbt_project.variables(project), **(ready or {})},
                source or self.item.case.source,
                self.item.case.concurrency,
                schedules,
                self.item.case.launched_as,
                self.item.case.chain,
            ),
        )

    @contextmanager
    def running(self, stack: Stack) -> Iterator[tuple[list[Running], float]]:
        """The stack's running services, and how many seconds they took to come up."""
        say(f"{self.item.name}: starting the services")
        starting = time.monotonic()
        with stack.running() as services:
            yield services, time.monotonic() - starting
            # They have been measured, and their database goes with them: an orderly end would only take seconds.
            kill(services)

    def settle(self, stack: Stack, turned_at: datetime | None = None) -> None:
        """Leave the services idle before a request, as long as theirs need; turned_at is when a turn of theirs was."""
        idle_s = stack.settle_s
        if turned_at and stack.turn_s:
            idle_s = (idle_s - (datetime.now(UTC) - turned_at).total_seconds()) % stack.turn_s
        if idle_s:
            say(f"{self.item.name}: idle for {idle_s:.1f} s before the request")
            time.sleep(idle_s)

    def time(
        self,
        benchmark: BenchmarkFixture,
        what: Callable[[], None],
        stack: Stack,
        meter: AbstractContextManager[Meter],
    ) -> Timed:
        """Let pytest-benchmark time the call once; a request that fails is a result as well."""
        reason: str | None = None

        def call() -> None:
            nonlocal reason
            try:
                what()
            except (BackfillError, BenchError) as failure:
                reason = str(failure)

        benchmark.name = self.item.name
        records = stack.metadata()
        before = metadata_db.size(records) if records else None
        with meter as used:
            started_at = datetime.now(UTC)
            benchmark.pedantic(call, rounds=1, iterations=1, warmup_rounds=0)
        growth = metadata_db.growth(before, metadata_db.size(records)) if records and before else None
        assert benchmark.stats is not None
        # The one wall time that there is: what pytest-benchmark writes beside it is the same figure.
        (wall_s,) = benchmark.stats.stats.data
        return Timed(started_at, wall_s, used.resources(), growth, reason)

    def processes(self, server: Postgres, services: list[Running]) -> AbstractContextManager[Meter]:
        """A meter of the services' processes and of PostgreSQL's."""
        # Reading memory costs CPU: only where no time counts.
        return measured(Roots(services, server.pid), memory=self.item.warm_up)

    def measurement(
        self,
        timed: Timed,
        left: Left,
        *,
        bring_up_s: float | None,
        settled_s: float,
        data_ready_s: float | None,
        recorded_at: datetime | None = None,
        taken_up_at: datetime | None = None,
        runs_made_at: Sequence[datetime] = (),
        rerun: Rerun | None = None,
        running: Mapping[str, str] | None = None,
    ) -> Measurement:
        """The record of the timed call, with the tables that it left; keeps them and the step log.

        running: the versions that the services told, where they are not this project's own environments.
        """
        item, own = self.item, spec(self.item.contender.stack)
        say(f"{item.name}: comparing its tables with bare's")
        found = self._compare(left)
        export_step_log(left.warehouse, self.out / "step_log" / f"{item.name}.csv", left.log_before)
        return Measurement(
            schema_version=SCHEMA_VERSION,
            scenario=item.scenario,
            case=item.case,
            contender=item.contender.name,
            round=item.round,
            warm_up=item.warm_up,
            started_at=timed.started_at,
            outcome="failed" if timed.reason else "completed",
            reason=timed.reason,
            clocks=Clocks(
                data_ready_s=data_ready_s,
                control_plane_done_s=None if timed.reason else timed.wall_s,
                record_done_s=_since(timed.started_at, recorded_at),
                turn_wait_s=_since(timed.started_at, taken_up_at),
                runs_made_s=[(at - timed.started_at).total_seconds() for at in runs_made_at],
                settled_s=settled_s,
                bring_up_s=bring_up_s,
            ),
            resources=timed.resources,
            metadata=timed.growth,
            rows=row_counts(left.warehouse, left.days),
            source_files=landing.source_files(left.warehouse, self.days) if item.case.work == "weather" else None,
            empty_days=landing.empty_days(left.warehouse, self.days) if item.case.work == "weather" else [],
            steps=step_log.counts(left.warehouse, self.days, left.log_before),
            dbt_full_parses=full_parses(self.home / "dbt_project") if running is None else None,
            rerun=rerun,
            parity=found,
            versions=own.installed(own.environment_of(item.contender)) if running is None else dict(running),
            machine=machine(),
        )

    def _compare(self, left: Left) -> Parity:
        """Export the contender's tables, compare them with bare's, and keep them."""
        kept = self.out / "tables" / self.item.baseline
        export(left.warehouse, self.home / "tables", left.days)
        found = parity(kept / CONTROL, self.home / "tables")
        # Tables that differ are kept by themselves: another round of the same contender may not.
        folder = kept / (self.item.contender.name if found.identical else self.item.name)
        if folder.name != CONTROL:
            shutil.copytree(self.home / "tables", folder, dirs_exist_ok=True)
        return found


def _since(start: datetime, at: datetime | None) -> float | None:
    """Seconds from the one to the other."""
    return (at - start).total_seconds() if at else None
