"""What the assets reach outside: the warehouse, the source of readings, the reports' folder, and dbt."""

import os
import sys
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource
from psycopg.conninfo import make_conninfo

from shared_etl import dbt
from shared_etl.sources import Source, source_from
from shared_etl.warehouse import Warehouse


class WarehouseResource(dg.ConfigurableResource[Warehouse]):
    """The PostgreSQL database that holds every table; application_name says on whose behalf it is asked."""

    host: str
    port: str
    user: str
    password: str
    database: str
    application_name: str

    def warehouse(self) -> Warehouse:
        """The warehouse as the pipeline's steps take it."""
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


class SourceResource(dg.ConfigurableResource[Source]):
    """Where readings come from: packaged, files:PATH, generated:STATIONS or open-meteo."""

    name: str = "packaged"

    def source(self) -> Source:
        """The source as the landing step takes it; raises InputError where the name is not known."""
        return source_from(self.name)


class ReportsResource(dg.ConfigurableResource[Path]):
    """The folder that reports are written to."""

    folder: str = "weather_reports"


def resources() -> dict[str, object]:
    """The resources of a deployment, named by its environment."""
    return {
        "warehouse": WarehouseResource(
            host=dg.EnvVar("WAREHOUSE_HOST"),
            port=os.environ.get("WAREHOUSE_PORT", "5432"),
            user=dg.EnvVar("WAREHOUSE_USER"),
            password=dg.EnvVar("WAREHOUSE_PASSWORD"),
            database=dg.EnvVar("WAREHOUSE_DATABASE"),
            application_name=os.environ.get("WAREHOUSE_APPLICATION_NAME", "dagster"),
        ),
        # These, like the port and the application's name, have a default, which an EnvVar cannot have.
        "source": SourceResource(name=os.environ.get("WEATHER_SOURCE", "packaged")),
        "reports": ReportsResource(folder=os.environ.get("WEATHER_REPORTS", "weather_reports")),
        "dbt": DbtCliResource(
            project_dir=dbt.PROJECT,
            profiles_dir=dbt.PROJECT,
            # dbt of this very environment, whatever PATH says
            dbt_executable=Path(sys.executable).with_name("dbt"),
        ),
    }
