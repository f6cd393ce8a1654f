"""What a pipeline finds when it runs: readings, the dbt project, the warehouse. So a fault can be put in its way."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg

from benchmarks.deployment.postgres import Postgres
from benchmarks.errors import BenchError
from benchmarks.stacks import dbt_project
from shared_etl.days import Days
from shared_etl.readings import SOURCE_COLUMNS


@dataclass(frozen=True)
class Sandbox:
    """A copy of the dbt project, the readings as one file per day, and the warehouse of one measurement."""

    home: Path
    server: Postgres
    days: Days
    way: str = ""
    """In which way the pipeline will be asked for again."""
    contender: str = "deployment"
    """On whose behalf the warehouse is asked."""

    @property
    def readings(self) -> Path:
        """The landing folder: <day>.csv for each day."""
        return self.home / "readings"

    @property
    def source(self) -> str:
        """The readings as shared_etl names a source."""
        return f"files:{self.readings}"

    @property
    def project(self) -> Path:
        """The dbt project."""
        return self.home / "dbt_project"

    @property
    def variables(self) -> dict[str, str]:
        """What tells a stack where the dbt project is."""
        return dbt_project.variables(self.project)

    @property
    def day(self) -> date:
        """The day that a fault of one day is about: the middle one."""
        return self.days.start + (self.days.end - self.days.start) // 2

    def make(self, source: str) -> None:
        """Copy the dbt project, and write the source's readings of the days as one file per day."""
        from shared_etl.sources import source_from  # with pandas, which takes long to import and few measurements need

        dbt_project.copy(self.project)
        self.readings.mkdir(parents=True)
        rows = defaultdict(list)
        for frame in source_from(source).read(self.days):
            for day, *values in frame[["partition_date", *SOURCE_COLUMNS]].itertuples(index=False):
                rows[day].append(values)
        for day, values in rows.items():
            self.write_readings(day, values)

    def write_readings(self, day: date, rows: list[list[str]]) -> None:
        """Write the day's file: rows of SOURCE_COLUMNS."""
        with (self.readings / f"{day}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([SOURCE_COLUMNS, *rows])

    def read_readings(self, day: date) -> list[list[str]]:
        """The rows of the day's file."""
        with (self.readings / f"{day}.csv").open(newline="") as file:
            return list(csv.reader(file))[1:]

    def execute(self, statement: str, *values: object) -> None:
        """Execute a statement in the warehouse."""
        with psycopg.connect(self.server.conninfo("warehouse")) as connection:
            connection.execute(statement, values)

    def edit_model(self, model: str, before: str, after: str) -> None:
        """Replace the one place of a text in a model; raises BenchError where it is not there once."""
        path = next(self.project.glob(f"models/*/{model}.sql"))
        text = path.read_text()
        if text.count(before) != 1:
            raise BenchError(f"{path.name}: {before!r} is there {text.count(before)} times, not once")
        path.write_text(text.replace(before, after))

    def deploy_models(self) -> None:
        """Let dbt parse the project anew, as a deployment does: the stacks read the models from its manifest."""
        dbt_project.parse(self.project, self.server.warehouse_variables(self.contender))
