"""What the core's tests share: small landing folders, whole-warehouse snapshots, steps held in their middle."""

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from shared_etl.days import Days
from shared_etl.readings import SOURCE_COLUMNS
from shared_etl.sources import Source
from shared_etl.sources.files import Files
from shared_etl.steps import cleaned_weather_data, raw_weather_data, validated_readings
from shared_etl.warehouse import Step, Warehouse

# A busy machine's speed decides no test.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

Query = Callable[..., list[tuple[object, ...]]]
Snapshot = Callable[[], dict[str, list[str]]]
PythonSteps = Callable[..., tuple[Step, Step, Step]]

TABLES = (
    "raw.weather_readings",
    "clean.weather_readings",
    "clean.validated_readings",
    "clean.rejected_readings",
    "staging.stg_weather__readings",
    "marts.daily_weather_summary",
    "marts.city_aggregates",
)
_HELD = 4711


class Landing:
    """A folder of CSV files that a test fills."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir()

    def put(
        self, name: str, *rows: str | dict[str, str], header: str = ",".join(SOURCE_COLUMNS), end: str = "\n"
    ) -> Path:
        """Write a file of the header and the rows; a dict is a good row but for what it says."""
        lines = [header, *(row if isinstance(row, str) else self.row(**row) for row in rows)]
        return self.put_bytes(name, (end.join(lines) + end).encode())

    def put_bytes(self, name: str, content: bytes) -> Path:
        """Write a file as it is; gzip, if its name says so."""
        path = self.folder / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    @staticmethod
    def row(**changes: str) -> str:
        """A line that every rule lets pass, but for the changes."""
        good = {
            "origin": "EWR",
            "temp": "50",
            "dewp": "41",
            "humid": "70",
            "wind_dir": "180",
            "wind_speed": "10",
            "wind_gust": "20",
            "precip": "0.1",
            "pressure": "1013.2",
            "visib": "10",
            "time_hour": "2013-01-02T03:00:00Z",
        }
        return ",".join((good | changes).values())

    @property
    def source(self) -> Files:
        """The folder as a source."""
        return Files(self.folder)


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    """An empty landing folder."""
    return Landing(tmp_path / "landing")


@pytest.fixture
def python_steps(warehouse: Warehouse) -> PythonSteps:
    """Runs the three Python steps for some days of a source."""

    def run(source: Source, start: str = "2013-01-02", end: str | None = None) -> tuple[Step, Step, Step]:
        days = Days.parse(start, end)
        return (
            raw_weather_data(days, warehouse, source),
            cleaned_weather_data(days, warehouse),
            validated_readings(days, warehouse),
        )

    return run


@pytest.fixture
def snapshot(query: Query) -> Snapshot:
    """Every row of every table but the log, sorted."""

    def take() -> dict[str, list[str]]:
        return {table: [str(row[0]) for row in query(f"select t::text from {table} t order by 1")] for table in TABLES}

    return take


@pytest.fixture
def rejections(query: Query) -> Callable[[], list[tuple[object, ...]]]:
    """Line and reason of every rejected row."""
    return lambda: query("select line, reason from clean.rejected_readings order by source_file, line, reason")


class Holder:
    """Holds executions in the middle of a write, from another session, until it lets go."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.session = psycopg.connect(warehouse.conninfo, application_name="holder", autocommit=True)
        self.session.execute("select pg_advisory_lock(%s)", (_HELD,))
        self.session.execute(
            f"""
            create or replace function public.hold() returns trigger language plpgsql as
            $$ begin perform pg_advisory_xact_lock_shared({_HELD}); return new; end $$
            """.encode()
        )

    def at(self, table: str, when: str = "true") -> None:
        """Hold whoever inserts such a row into the table."""
        self.session.execute(
            f"create trigger hold before insert on {table} for each row when ({when}) execute function hold()".encode()
        )

    def wait(self, *processes: "subprocess.Popen[bytes]", waiting: int = 1) -> None:
        """Return when so many sessions wait for a lock; fails where a process ends before."""
        question = (
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        while self.session.execute(question.encode()).fetchall()[0][0] < waiting:
            assert all(process.poll() is None for process in processes), "it ended before it was held"
            time.sleep(0.02)

    def release(self) -> None:
        """Let go for good."""
        self.session.execute("select pg_advisory_unlock_all()")
        self.session.execute("drop function public.hold() cascade")

    def wait_for_silence(self) -> None:
        """Return when the server has noticed that its killed clients are gone."""
        question = (
            "select count(*) from pg_stat_activity where datname = current_database() and pid != pg_backend_pid()"
        )
        while self.session.execute(question.encode()).fetchall()[0][0]:
            time.sleep(0.02)


@pytest.fixture
def holder(warehouse: Warehouse) -> Iterator[Holder]:
    """One that holds executions in their middle."""
    holder = Holder(warehouse)
    with holder.session:
        yield holder


Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(warehouse: Warehouse) -> Iterator[Start]:
    """Starts Python with the arguments, in the test's environment; what is left at the end is killed."""
    with _processes() as started:

        def launch(*arguments: str) -> "subprocess.Popen[bytes]":
            process = subprocess.Popen([sys.executable, *arguments], env=os.environ.copy(), stdout=subprocess.DEVNULL)
            started.append(process)
            return process

        yield launch


@contextmanager
def _processes() -> Iterator[list["subprocess.Popen[bytes]"]]:
    started: list[subprocess.Popen[bytes]] = []
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()
