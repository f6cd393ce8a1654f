"""A real PostgreSQL for every test that asks for one, and a fresh warehouse in it for each; a fake one in memory."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from shared_etl.days import Days
from shared_etl.warehouse import Warehouse

# The embedded PostgreSQL keeps its lock here.
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="weather-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

# A dbt project of this process's own, parsed once: it is imported with its address.
os.environ["DBT_PROJECT_DIR"] = str(Path(os.environ["XDG_RUNTIME_DIR"], "dbt_project"))
shutil.copytree(
    Path(__file__).parents[1] / "dbt_project",
    os.environ["DBT_PROJECT_DIR"],
    ignore=shutil.ignore_patterns("target", "logs"),
)

Query = Callable[..., list[tuple[object, ...]]]
Execute = Callable[..., int]
Tables = dict[str, list[tuple[object, ...]]]

TABLES = (
    "raw.weather_readings",
    "clean.weather_readings",
    "clean.validated_readings",
    "clean.rejected_readings",
    "staging.stg_weather__readings",
    "marts.city_aggregates",
    "marts.daily_weather_summary",
)

LONGEST = (
    "tests/compose/test_compose.py",
    "tests/long/test_rerun_apart.py",
    "tests/benchmarks/test_rerun.py",
    "tests/benchmarks/test_run.py",
    "tests/benchmarks/test_stopped_runs.py",
    "tests/third_stack/test_third_stack.py",
    "tests/benchmarks/test_pytest_benchmarks.py",
    "tests/report/browser/test_browser.py",
)
"""Side by side with others, they begin first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others in their order."""
    items.sort(
        key=lambda item: next((place for place, file in enumerate(LONGEST) if file in str(item.path)), len(LONGEST))
    )


def _name_warehouse(setenv: Callable[[str, str], None], address: dict[str, str], folder: Path) -> None:
    """Name the warehouse, and where dbt may write, to everything that reads the environment."""
    for key, value in address.items():
        setenv(f"WAREHOUSE_{key}", value)
    setenv("DBT_TARGET_PATH", str(folder / "dbt"))
    setenv("DBT_LOG_PATH", str(folder / "dbt"))
    setenv("WEATHER_REPORTS", str(folder / "reports"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[dict[str, str]]:
    """A PostgreSQL server of this test session: the parts of its address."""
    from benchmarks.deployment import postgres as embedded

    # Not in pytest's own folder, which is closed to others: where root runs the tests, another user runs the server.
    with TemporaryDirectory(prefix="weather-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with embedded.postgres(Path(folder) / "data") as server:
            yield {"HOST": server.host, "PORT": "5432", "USER": embedded.USER, "PASSWORD": embedded.PASSWORD}


@pytest.fixture(scope="session", autouse=True)
def matplotlib_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """matplotlib keeps its list of fonts in a folder of this test session's, not in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("matplotlib")))
        yield


@pytest.fixture(scope="session")
def manifest() -> Path:
    """dbt's folder with the manifest of the models, in the project's own; no database is needed."""
    from shared_etl.dbt import PROJECT, dbt

    folder = PROJECT / "target"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DBT_TARGET_PATH", raising=False)
        patch.setenv("DBT_LOG_PATH", str(folder))
        dbt("parse")
    return folder


@pytest.fixture(scope="session")
def deployed(postgres: dict[str, str], manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with an empty, deployed warehouse, to copy."""
    from shared_etl import bare

    with pytest.MonkeyPatch.context() as patch:
        _name_warehouse(patch.setenv, postgres | {"DATABASE": "deployed"}, tmp_path_factory.mktemp("deployed"))
        _admin(postgres, "create database deployed")
        bare.deploy(Warehouse.from_environment())
    return "deployed"


@pytest.fixture
def warehouse(postgres: dict[str, str], deployed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """An empty, deployed warehouse of this test's own, named by WAREHOUSE_* as well; dbt writes to tmp_path.

    The database is called as in the manifest, which has the full names of the models' tables.
    """
    _new_database(postgres, "warehouse", deployed)
    _name_warehouse(monkeypatch.setenv, postgres | {"DATABASE": "warehouse"}, tmp_path)
    return Warehouse.from_environment()


@pytest.fixture
def query(warehouse: Warehouse) -> Query:
    """Ask this test's warehouse."""

    def ask(statement: str, *parameters: object) -> list[tuple[object, ...]]:
        with psycopg.connect(warehouse.conninfo) as connection:
            return connection.execute(statement.encode(), parameters or None).fetchall()

    return ask


@pytest.fixture
def execute(warehouse: Warehouse) -> Execute:
    """Change something in this test's warehouse; returns how many rows."""

    def run(statement: str, *parameters: object) -> int:
        with psycopg.connect(warehouse.conninfo) as connection:
            return connection.execute(statement.encode(), parameters or None).rowcount

    return run


@pytest.fixture
def tables() -> Callable[[Warehouse], Tables]:
    """Every row of the pipeline's tables in a warehouse."""

    def read(warehouse: Warehouse) -> Tables:
        with psycopg.connect(warehouse.conninfo) as connection:
            return {
                table: connection.execute(f"select * from {table} as t order by t::text".encode()).fetchall()
                for table in TABLES
            }

    return read


@pytest.fixture
def step_log() -> Callable[[Warehouse], list[tuple[object, ...]]]:
    """What the step log of a warehouse says, but for who ran a step, when and where."""
    statement = b"""
        select step, kind, partition_start::text, partition_end::text, attempt, outcome, rows_out, rows_rejected
        from etl.step_log order by step, attempt
    """

    def read(warehouse: Warehouse) -> list[tuple[object, ...]]:
        with psycopg.connect(warehouse.conninfo) as connection:
            return connection.execute(statement).fetchall()

    return read


@pytest.fixture
def control(postgres: dict[str, str], warehouse: Warehouse, deployed: str, tmp_path: Path) -> Callable[..., Warehouse]:
    """Run a day, or from a day to a day, with no orchestrator; returns the warehouse of its own that it ran in."""
    from shared_etl import bare
    from shared_etl.sources import source_from

    name = "control"

    def run(*days: str) -> Warehouse:
        _new_database(postgres, name, deployed)
        with pytest.MonkeyPatch.context() as patch:
            _name_warehouse(patch.setenv, postgres | {"DATABASE": name}, tmp_path / "control")
            bare.run(Days.parse(*days), Warehouse.from_environment(), source_from("packaged"), tmp_path / "control")
        return Warehouse(make_conninfo(warehouse.conninfo, dbname=name))

    return run


class FakeStep:
    """A running step on tables in memory."""

    def __init__(self, name: str, days: Days, tables: dict[str, pd.DataFrame]) -> None:
        self.name, self.days, self._tables = name, days, tables
        self.rows_in = self.rows_out = self.rows_rejected = 0

    def read(self, table: str, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
        frame = self._tables[table][list(columns)]
        self.rows_in += len(frame)
        yield frame

    def write(self, table: str, frame: pd.DataFrame) -> None:
        self._append(table, frame)
        self.rows_out += len(frame)

    def reject(self, frame: pd.DataFrame) -> None:
        self._append("clean.rejected_readings", frame)
        self.rows_rejected += len(frame)

    def _append(self, table: str, frame: pd.DataFrame) -> None:
        self._tables[table] = pd.concat([self._tables[table], frame]) if table in self._tables else frame


class FakeWarehouse:
    """A warehouse of one day, in memory: what a step reads is put into tables, what it writes is found there."""

    def __init__(self) -> None:
        self.tables: dict[str, pd.DataFrame] = {}

    @contextmanager
    def step(self, name: str, days: Days, replaces: Sequence[str] = ()) -> Iterator[FakeStep]:
        for table in replaces:
            self.tables.pop(table, None)
        yield FakeStep(name, days, self.tables)

    def columns(self, table: str) -> dict[str, str]:
        return {str(name): str(kind) for name, kind in self.tables[table].dtypes.items()}

    def first_rows(self, table: str, days: Days, limit: int) -> pd.DataFrame:  # noqa: ARG002
        return self.tables[table].head(limit)


@pytest.fixture
def fake_warehouse() -> FakeWarehouse:
    """An empty one."""
    return FakeWarehouse()


def _new_database(postgres: dict[str, str], name: str, template: str) -> None:
    """Make a copy of the template, in place of one of an earlier test."""
    _admin(postgres, f"drop database if exists {name} with (force)")
    _admin(postgres, f"create database {name} template {template}")


def _admin(postgres: dict[str, str], statement: str) -> None:
    with psycopg.connect(
        host=postgres["HOST"], user=postgres["USER"], dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())
