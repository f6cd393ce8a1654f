"""A native backfill of a case's days, from the request until the control plane says that it is done.

Run by `bench run` for one item of the plan at a time: pytest-benchmark times exactly one call and writes its file.
"""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import metadata, step_log
from benchmarks.environments import versions
from benchmarks.errors import BackfillError, BenchError
from benchmarks.ground import Ground, ground_name
from benchmarks.machine import machine
from benchmarks.plan import Item, items, read_plan
from benchmarks.process_tree import Roots, measured
from benchmarks.progress import say
from benchmarks.stacks import Deployment, stack_of
from benchmarks.tables import export, export_step_log, parity, row_counts
from report.result_format import SCHEMA_VERSION, Clocks, Measurement, Parity, Resources
from shared_etl.days import Days


def test_backfill(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> None:
    """Measure one contender's backfill; whether it left bare's tables is part of the result."""
    out, home = Path(request.config.getoption("--out")), Path(request.config.getoption("--home"))
    plan = read_plan(out)
    item = next(one for one in items(plan) if one.name == request.config.getoption("--item"))
    ground, logs, case = Ground(Path(request.config.getoption("--ground"))), out / "logs" / item.name, item.case
    days = Days(case.days.start, case.days.end)
    benchmark.name = item.name

    with ground.copy(home / "server", logs / "postgresql.log") as server:
        stack = stack_of(
            item.contender.stack,
            Deployment(item.contender, server, home, logs, ground.ready, case.source, case.concurrency, case.work),
        )
        warehouse, records = server.conninfo("warehouse"), stack.metadata()
        say(f"{item.name}: starting the services")
        starting = time.monotonic()
        with stack.running() as services:
            bring_up_s = time.monotonic() - starting
            if stack.settle_s:
                say(f"{item.name}: idle for {stack.settle_s:.1f} s before the request")
                time.sleep(stack.settle_s)
            say(f"{item.name}: backfill of {len(days)} days")
            reason: str | None = None

            def backfill() -> None:
                nonlocal reason
                try:
                    stack.backfill(days)
                except (BackfillError, BenchError) as failure:
                    reason = str(failure)

            before = metadata.size(server, records) if records else None
            # Reading memory costs CPU: only where no time counts.
            with measured(Roots(services, server.pid), memory=item.warm_up) as usage:
                started_at = datetime.now(UTC)
                benchmark.pedantic(backfill, rounds=1, iterations=1, warmup_rounds=0)
            growth = metadata.growth(before, metadata.size(server, records)) if records and before else None
            assert benchmark.stats is not None
            wall_s = benchmark.stats.stats.data[0]
            # A wait that measures nothing else: once is enough.
            once = (item.scenario, case.name, item.round, item.warm_up) == ("backfill", plan.main_case, 1, False)
            recorded = stack.record_done_at() if once and not reason else None

        say(f"{item.name}: comparing its tables with bare's")
        found = _compare(warehouse, item, out, home)
        export_step_log(warehouse, out / "step_log" / f"{item.name}.csv")
        measurement = Measurement(
            schema_version=SCHEMA_VERSION,
            scenario=item.scenario,
            case=case,
            contender=item.contender.name,
            round=item.round,
            warm_up=item.warm_up,
            started_at=started_at,
            outcome="failed" if reason else "completed",
            reason=reason,
            clocks=Clocks(
                data_ready_s=step_log.data_ready_s(warehouse, started_at, days),
                control_plane_done_s=None if reason else wall_s,
                record_done_s=(recorded - started_at).total_seconds() if recorded else None,
                settled_s=stack.settle_s,
                bring_up_s=bring_up_s,
            ),
            resources=Resources(
                cpu_s=round(sum(usage.cpu_s_by_role.values()), 2),
                cpu_s_by_role=usage.cpu_s_by_role,
                peak_pss_bytes=usage.peak_pss_bytes,
                harness_cpu_s=usage.harness_cpu_s,
                elsewhere_cpu_s=usage.elsewhere_cpu_s,
                processes=usage.processes,
            ),
            metadata=growth,
            rows=row_counts(warehouse),
            steps=step_log.counts(warehouse, days),
            parity=found,
            versions=versions(item.contender.stack),
            machine=machine(),
        )
    benchmark.extra_info.update(measurement.model_dump(mode="json"))


def _compare(warehouse: str, item: Item, out: Path, home: Path) -> Parity:
    """Export the contender's tables, compare them with bare's, and keep them."""
    kept = out / "tables" / ground_name(item.case)
    export(warehouse, home / "tables")
    found = parity(kept / "bare", home / "tables")
    # Tables that differ are kept by themselves: another round of the same contender may not.
    folder = kept / (item.contender.name if found.identical else item.name)
    if folder.name != "bare":
        shutil.copytree(home / "tables", folder, dirs_exist_ok=True)
    return found
