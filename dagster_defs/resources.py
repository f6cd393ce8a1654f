"""What the assets reach outside: the warehouse, the source of readings, the reports' folder, and dbt."""

import sys
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource
from psycopg.conninfo import make_conninfo

from dagster_defs.project import weather_project
from shared_etl.sources import Source, source_from
from shared_etl.warehouse import Warehouse


class WarehouseResource(dg.ConfigurableResource[Warehouse]):
    """The PostgreSQL database that holds every table; application_name says on whose behalf it is asked."""

    host: str
    port: int = 5432
    user: str
    password: str
    database: str
    application_name: str = "dagster"

    def create_resource(self, context: dg.InitResourceContext) -> Warehouse:  # noqa: ARG002
        """The warehouse, as the pipeline's steps take it."""
        return Warehouse(
            make_conninfo(
                host=self.host,
                port=self.port,
                user=self.user,
                password=self.password or None,
                dbname=self.database,
                application_name=self.application_name,
            )
        )


class SourceResource(dg.ConfigurableResource["SourceResource"]):
    """Where readings come from: packaged, files:PATH, generated:STATIONS or open-meteo."""

    name: str = "packaged"

    def source(self) -> Source:
        """The source as the landing step takes it; raises InputError where the name is not known."""
        return source_from(self.name)


class ReportsResource(dg.ConfigurableResource[Path]):
    """The folder that reports are written to."""

    folder: str = "weather_reports"

    def create_resource(self, context: dg.InitResourceContext) -> Path:  # noqa: ARG002
        """The folder."""
        return Path(self.folder)


def resources() -> dict[str, object]:
    """The resources of a deployment, named by its environment."""
    return {
        "warehouse": WarehouseResource(
            host=dg.EnvVar("WAREHOUSE_HOST"),
            # These have a default, which is for the moment of loading: an EnvVar that a run reads cannot have one.
            port=int(dg.EnvVar("WAREHOUSE_PORT").get_value(default="5432") or ""),
            user=dg.EnvVar("WAREHOUSE_USER"),
            password=dg.EnvVar("WAREHOUSE_PASSWORD"),
            database=dg.EnvVar("WAREHOUSE_DATABASE"),
            application_name=dg.EnvVar("WAREHOUSE_APPLICATION_NAME").get_value(default="dagster") or "",
        ),
        "source": SourceResource(name=dg.EnvVar("WEATHER_SOURCE").get_value(default="packaged") or ""),
        "reports": ReportsResource(folder=dg.EnvVar("WEATHER_REPORTS").get_value(default="weather_reports") or ""),
        "dbt": DbtCliResource(
            project_dir=weather_project,
            # dbt of this very environment, whatever PATH says
            dbt_executable=str(Path(sys.executable).with_name("dbt")),
        ),
    }
