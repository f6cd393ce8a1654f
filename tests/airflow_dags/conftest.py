"""An Airflow of this test session's own, in a temporary folder: nothing is read from or written to the user's home."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict

from shared_etl.warehouse import Warehouse

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import DAG

# Airflow lives alone in its environment; in the others there is nothing to test here.
collect_ignore_glob = [] if find_spec("airflow") else ["test_*.py"]

PROJECT = Path(__file__).resolve().parents[2]
DAGS_FOLDER = PROJECT / "airflow_dags"
SQLITE = "sqlite:///{}/airflow.db"


@pytest.fixture(scope="session", autouse=True)
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Airflow's folder; the environment names it before anything imports airflow, which reads it once."""
    home = tmp_path_factory.mktemp("airflow")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "HOME": home,
            "AIRFLOW_HOME": home,
            "AIRFLOW__CORE__DAGS_FOLDER": DAGS_FOLDER,
            "AIRFLOW__CORE__LOAD_EXAMPLES": False,
            "AIRFLOW__COSMOS__CACHE_DIR": home / "cosmos",
            "AIRFLOW__COSMOS__ENABLE_TELEMETRY": False,
            "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": home / "bundles",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": SQLITE.format(home),
            "DO_NOT_TRACK": 1,
        }.items():
            patch.setenv(name, str(value))
        yield home


@pytest.fixture(scope="session")
def dag_bag_of(airflow_home: Path, manifest: Path) -> Callable[[str], "DagBag"]:
    """What Airflow finds where a folder of the project is its DAGs folder."""
    from airflow.dag_processing.dagbag import DagBag

    return cache(lambda folder: DagBag(PROJECT / folder))


@pytest.fixture(scope="session")
def dag_bag(dag_bag_of: Callable[[str], "DagBag"]) -> "DagBag":
    """What Airflow finds in the DAGs folder."""
    return dag_bag_of("airflow_dags")


@pytest.fixture
def weather_etl(airflow_home: Path, manifest: Path) -> "DAG":
    """The DAG as Airflow loads it, anew for each test: Cosmos keeps the first connection that a DAG's tasks ask for."""
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(DAGS_FOLDER).dags["weather_etl"]


@pytest.fixture(scope="session")
def metadata(airflow_home: Path) -> None:
    """A migrated metadata database."""
    from airflow.utils.db import initdb

    initdb()


@pytest.fixture
def connection(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> str:
    """The Airflow connection to this test's warehouse, by its id."""
    address = conninfo_to_dict(warehouse.conninfo)
    monkeypatch.setenv(
        "AIRFLOW_CONN_WAREHOUSE",
        json.dumps(
            {
                "conn_type": "postgres",
                "host": address["host"],
                "port": address["port"],
                "login": address["user"],
                "password": address["password"],
                "schema": address["dbname"],
                "extra": {"application_name": "airflow"},
            }
        ),
    )
    # Each dbt task has a target folder of its own; the core's would be shared by all.
    for name in ("DBT_TARGET_PATH", "DBT_LOG_PATH"):
        monkeypatch.delenv(name)
    return "warehouse"


@pytest.fixture
def run_day(weather_etl: "DAG", metadata: None, connection: str) -> Callable[[str], bool]:
    """Run the DAG for a day in this test's warehouse; returns whether all went well.

    Like a person's trigger, a test run takes the interval that ends at its logical date.
    """

    def run(day: str) -> bool:
        ended = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1)
        return str(weather_etl.test(logical_date=ended).state) == "success"

    return run


@pytest.fixture
def no_waiting(weather_etl: "DAG", monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that failed is tried again at once."""
    for task in weather_etl.tasks:
        monkeypatch.setattr(task, "retry_delay", timedelta(0))
