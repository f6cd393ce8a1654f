"""A native backfill of the plan's days, from the request until the control plane says that it is done.

Run by `bench run` for one contender and round at a time: pytest-benchmark times exactly one call and writes its file.
"""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import step_log
from benchmarks.environments import versions
from benchmarks.errors import BackfillError, BenchError
from benchmarks.ground import Ground
from benchmarks.machine import machine
from benchmarks.plan import items, read_plan, settling_s
from benchmarks.process_tree import Roots, measured
from benchmarks.progress import say
from benchmarks.stacks import Deployment, stack_of
from benchmarks.tables import export, export_step_log, parity, row_counts
from report.result_format import SCHEMA_VERSION, Clocks, Measurement, Resources
from shared_etl.days import Days


def test_backfill(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Measure one contender's backfill; whether it left bare's tables is part of the result."""
    out, home = Path(request.config.getoption("--out")), Path(request.config.getoption("--home"))
    plan = read_plan(out)
    item = next(one for one in items(plan) if one.name == request.config.getoption("--item"))
    ground, logs, days = Ground(Path(request.config.getoption("--ground"))), out / "logs" / item.name, plan.days
    benchmark.name = item.name

    with ground.copy(home / "server", logs / "postgresql.log") as server:
        stack = stack_of(
            item.contender.stack,
            Deployment(item.contender, server, home, logs, ground.ready, plan.source),
        )
        warehouse = server.conninfo("warehouse")
        say(f"starting {item.contender.name}")
        starting = time.monotonic()
        with stack.running() as services:
            bring_up_s = time.monotonic() - starting
            settled_s = 0.0
            if services:
                settled_s = settling_s(item.round, plan.rounds)
                say(f"{item.contender.name}: idle for {settled_s:.1f} s before the request")
                time.sleep(settled_s)
            say(f"{item.contender.name}: backfill of {days.count} days")
            reason: str | None = None

            def backfill() -> None:
                nonlocal reason
                try:
                    stack.backfill(Days(days.start, days.end))
                except (BackfillError, BenchError) as failure:
                    reason = str(failure)

            with measured(Roots(services, server.pid)) as usage:
                started_at = datetime.now(UTC)
                benchmark.pedantic(backfill, rounds=1, iterations=1, warmup_rounds=0)
            assert benchmark.stats is not None
            wall_s = benchmark.stats.stats.data[0]

        say(f"{item.contender.name}: comparing its tables with bare's")
        export(warehouse, home / "tables")
        found = parity(out / "tables" / "bare", home / "tables")
        # Tables that differ are kept by themselves: a later round of the same contender may not.
        shutil.copytree(
            home / "tables",
            out / "tables" / (item.contender.name if found.identical else item.name),
            dirs_exist_ok=True,
        )
        export_step_log(warehouse, out / "step_log" / f"{item.name}.csv")
        measurement = Measurement(
            schema_version=SCHEMA_VERSION,
            scenario=item.scenario,
            contender=item.contender.name,
            round=item.round,
            source=plan.source,
            days=days,
            started_at=started_at,
            outcome="failed" if reason else "completed",
            reason=reason,
            clocks=Clocks(
                data_ready_s=step_log.data_ready_s(warehouse, started_at, days.count),
                control_plane_done_s=None if reason else wall_s,
                settled_s=settled_s,
                bring_up_s=bring_up_s,
            ),
            resources=Resources(
                cpu_s=round(sum(usage.cpu_s_by_role.values()), 2),
                cpu_s_by_role=usage.cpu_s_by_role,
                peak_pss_bytes=usage.peak_pss_bytes,
                harness_cpu_s=usage.harness_cpu_s,
            ),
            rows=row_counts(warehouse),
            steps=step_log.counts(warehouse, days.count),
            parity=found,
            versions=versions(item.contender.stack),
            machine=machine(),
        )
    benchmark.extra_info.update(measurement.model_dump(mode="json"))
