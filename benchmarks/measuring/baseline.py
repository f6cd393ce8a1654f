"""The baseline that every measurement starts from, made once per run and copied for each.

A PostgreSQL data folder with the warehouse deployed and each stack's metadata database migrated, the dbt project, and
the tables that bare leaves: what every contender has to leave too.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from benchmarks.deployment.environments import python
from benchmarks.deployment.postgres import Postgres, postgres
from benchmarks.deployment.supervisor import say
from benchmarks.errors import BenchError
from benchmarks.measuring.scenario import Reference, Scenario
from benchmarks.metering.parity import export, same_files
from benchmarks.stacks import dbt_project
from benchmarks.stacks.environment import clean_environment
from benchmarks.stacks.loading import stack_of
from benchmarks.stacks.registry import control
from benchmarks.stacks.spec import Contender
from benchmarks.stacks.stack import Deployment
from records.names import PACKAGED
from records.plan import Case
from shared_etl.days import Days


@dataclass(frozen=True)
class Baseline:
    """The folder that holds it."""

    folder: Path

    @property
    def ready(self) -> dict[str, str]:
        """The variables that name what is ready for every stack: the dbt project, and matplotlib's list of fonts."""
        return {**dbt_project.variables(self.folder / "dbt_project"), "MPLCONFIGDIR": str(self.folder / "matplotlib")}

    @contextmanager
    def copy(self, folder: Path, log: Path | None = None) -> Iterator[Postgres]:
        """A running server on a copy of its own in the folder."""
        folder.mkdir(parents=True)
        copy: list[str | Path] = ["cp", "-a", self.folder / "postgres", folder / "postgres"]
        subprocess.run(copy, check=True, stderr=subprocess.PIPE, text=True)
        with postgres(folder / "postgres", log) as server:
            yield server

    def prepare(self, contenders: list[Contender], logs: Path) -> None:
        """Deploy the warehouse, and migrate the metadata database of each contender's stack."""
        self.folder.mkdir(parents=True)
        dbt_project.copy(self.folder / "dbt_project")
        with postgres(self.folder / "postgres", logs / "postgresql.log") as server:
            say("deploying the warehouse (tables, seed, empty models)")
            server.create_database("warehouse")
            self._shared_etl(server, logs, "deploy")
            for one in {one.stack: one for one in contenders}.values():
                say(f"preparing {one.stack}")
                stack_of(Deployment(one, server, self.folder / one.stack, logs, self.ready)).prepare()

    def make_tables(self, scenario: Scenario, case: Case, tables: Path, logs: Path) -> None:
        """Let bare leave the case's tables, untimed, and keep them in the folder.

        Raises BenchError where there are tables already, of an earlier start of this run, and they are others.
        """
        home = self.folder / "reference" / scenario.baseline(case)
        with self.copy(home) as server:
            scenario.make_tables(Reference(case, home, server, partial(self._run, server, logs)))
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

    def _run(
        self,
        server: Postgres,
        logs: Path,
        days: Days,
        source: str,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        say(f"bare makes the tables that all are compared with: {len(days)} days, {source}")
        span = (str(days.start), str(days.end), "--as-range")
        self._shared_etl(server, logs, "run", *span, source=source, more=more)

    def _shared_etl(
        self,
        server: Postgres,
        logs: Path,
        *arguments: str,
        source: str = PACKAGED,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        environment = {
            **clean_environment(self.folder),
            **server.warehouse_variables("reference"),
            **self.ready,
            "WEATHER_SOURCE": source,
            "WEATHER_REPORTS": str(self.folder / "weather_reports"),
            **more,
        }
        command: list[str | Path] = [python(control().name), "-m", "shared_etl", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        with (logs / f"{arguments[0]}.log").open("a") as log:
            log.write(done.stdout + done.stderr)
        if done.returncode:
            said = (done.stderr or done.stdout).strip()[-2000:]
            raise BenchError(f"bare could not {arguments[0]}: {said}; 'bench doctor' looks at what it needs")
