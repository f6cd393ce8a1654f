"""The ground that every measurement starts from, made once a run and copied for each.

A PostgreSQL data folder with the warehouse deployed and each stack's metadata database migrated, the dbt manifest, and
the tables that bare leaves: what every contender has to leave too.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from benchmarks.deployment.environments import python
from benchmarks.deployment.postgres import Postgres, postgres
from benchmarks.deployment.progress import say
from benchmarks.deployment.services import clean_environment
from benchmarks.errors import BenchError
from benchmarks.measuring.schedule import read_plan
from benchmarks.metering.parity import export, same_files
from benchmarks.scenarios.rerun.faults import TROUBLES
from benchmarks.scenarios.rerun.sandbox import World
from benchmarks.stacks import Deployment, stack_of
from benchmarks.stacks.registry import CONTROL, Contender, contender
from records.measurement import Case
from shared_etl.days import Days


def ground_name(case: Case, scenario: str) -> str:
    """What the case's tables stand on: cases of one name leave the same tables."""
    if case.work == "nothing":
        return "nothing"
    if scenario in TROUBLES:
        return f"{scenario}-{case.days.start}-{case.days.count}-days"
    source = re.sub(r"[^A-Za-z0-9.]+", "-", case.source).strip("-")
    return f"{source}-{case.days.start}-{case.days.count}-days"


@dataclass(frozen=True)
class Ground:
    """The folder that holds the ground."""

    folder: Path

    @property
    def ready(self) -> dict[str, str]:
        """The variables that name what is ready for every stack: the dbt manifest, and matplotlib's list of fonts."""
        return {
            "DBT_MANIFEST": str(self.folder / "dbt" / "manifest.json"),
            "MPLCONFIGDIR": str(self.folder / "matplotlib"),
        }

    @contextmanager
    def copy(self, folder: Path, log: Path | None = None) -> Iterator[Postgres]:
        """A running server on a copy of its own in the folder."""
        folder.mkdir(parents=True)
        subprocess.run(["cp", "-a", self.folder / "postgres", folder / "postgres"], check=True)
        with postgres(folder / "postgres", log) as server:
            yield server

    def prepare(self, contenders: list[Contender], logs: Path) -> None:
        """Deploy the warehouse, and migrate the metadata database of each contender's stack."""
        self.folder.mkdir(parents=True)
        with postgres(self.folder / "postgres", logs / "postgresql.log") as server:
            say("deploying the warehouse (tables, seed, empty models)")
            server.create_database("warehouse")
            self._shared_etl(server, logs, "deploy")
            for stack in {one.stack: one for one in contenders}.values():
                say(f"preparing {stack.stack}")
                stack_of(stack.stack, Deployment(stack, server, self.folder / stack.stack, logs, self.ready)).prepare()

    def reference(self, case: Case, scenario: str, tables: Path, logs: Path) -> None:
        """Let bare run the case's days as one range, untimed, and keep its tables; a trouble is mended before.

        Raises BenchError where there are tables already, of an earlier start of this run, and they are others.
        """
        home = self.folder / "reference" / ground_name(case, scenario)
        days = Days(case.days.start, case.days.end)
        span = (str(days.start), str(days.end), "--as-range")
        with self.copy(home) as server:
            if trouble := TROUBLES.get(scenario):
                say(f"bare makes the reference tables: {len(days)} days, {scenario} mended")
                world = World(home / "world", server, days)
                world.make(case.source)
                trouble.begin(world)
                trouble.mend(world)
                source = world.source if trouble.own_readings else case.source
                # Its own folder for dbt: the ground's manifest is what every stack reads.
                own = world.variables | {"DBT_TARGET_PATH": str(home / "dbt"), "DBT_LOG_PATH": str(home / "dbt")}
                self._shared_etl(server, logs, "run", *span, source=source, more=own)
            elif case.work == "weather":
                say(f"bare makes the reference tables: {len(days)} days, {case.source}")
                self._shared_etl(server, logs, "run", *span, source=case.source)
            export(server.conninfo("warehouse"), home / "tables")
        if tables.exists() and not same_files(tables, home / "tables"):
            raise BenchError(f"{tables}: bare leaves other tables now than when this run began; start a new run")
        if not tables.exists():
            draft = tables.with_name(f"{tables.name}.part")
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(home / "tables", draft)
            os.sync()  # whole or absent, even after a power cut
            draft.rename(tables)
        shutil.rmtree(home)

    def _shared_etl(
        self,
        server: Postgres,
        logs: Path,
        *arguments: str,
        source: str = "packaged",
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        environment = {
            **clean_environment(self.folder),
            **server.warehouse_variables("reference"),
            **self.ready,
            "DBT_TARGET_PATH": str(self.folder / "dbt"),
            "DBT_LOG_PATH": str(self.folder / "dbt"),
            "WEATHER_SOURCE": source,
            "WEATHER_REPORTS": str(self.folder / "weather_reports"),
            **more,
        }
        command: list[str | Path] = [python("bare"), "-m", "shared_etl", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        with (logs / f"{arguments[0]}.log").open("a") as log:
            log.write(done.stdout + done.stderr)
        if done.returncode:
            raise BenchError(f"bare could not {arguments[0]}: {(done.stderr or done.stdout).strip()[-2000:]}")


def main() -> None:
    """``python -m benchmarks.measuring.baseline OUT FOLDER``: make the ground of the run planned in OUT."""
    out, folder = map(Path, sys.argv[1:])
    plan = read_plan(out)
    logs = out / "logs" / "ground"
    logs.mkdir(parents=True, exist_ok=True)
    ground = Ground(folder)
    # Stacks that are up already have their own databases.
    ground.prepare([contender(name) for name in plan.contenders] if plan.target == "embedded" else [], logs)
    cases = {case.name: case for case in plan.cases}
    grounds = {ground_name(cases[entry.case], entry.scenario): entry for entry in plan.entries}
    for name, entry in grounds.items():
        ground.reference(cases[entry.case], entry.scenario, out / "tables" / name / CONTROL, logs)


if __name__ == "__main__":
    try:
        main()
    except BenchError as error:
        raise SystemExit(f"error: {error}") from error
