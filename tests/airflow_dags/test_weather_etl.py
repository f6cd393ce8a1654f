"""The DAG: what it looks like to Airflow, and what a run of it does."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shared_etl.warehouse import Warehouse

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import DAG

Query = Callable[..., list[tuple[object, ...]]]

PYTHON_STEPS = ["raw_weather_data", "cleaned_weather_data", "validated_readings", "weather_report"]
DBT_MODELS = ["stg_weather__readings", "city_aggregates", "daily_weather_summary"]


class TestStructure:
    def test_the_folder_holds_one_dag_and_no_import_errors(self, dag_bag: "DagBag") -> None:
        """Airflow finds weather_etl in the folder, and nothing to complain of."""
        assert dag_bag.import_errors == {}
        assert list(dag_bag.dags) == ["weather_etl"]

    def test_the_helpers_are_not_parsed_as_dags(self, dag_bag: "DagBag") -> None:
        """The dag-processor spends its time on the DAG files alone."""
        assert sorted(Path(stat.file).name for stat in dag_bag.dagbag_stats) == [
            "weather_arrivals.py",
            "weather_etl.py",
        ]

    @pytest.mark.usefixtures("manifest")
    def test_parsing_is_cheap(self, airflow_home: Path) -> None:
        """Parsing the DAG imports neither pandas nor what else only a running task needs."""
        code = "import sys, airflow_dags.weather_etl; print(*sys.modules, sep='\\n', file=sys.stderr)"
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=airflow_home)
        modules = set(done.stderr.split("\n"))
        assert "airflow_dags.weather_etl" in modules
        assert not modules & {"pandas", "numpy", "pyarrow", "matplotlib", "psycopg", "dbt.cli.main"}
        assert len(modules) < 2000

    def test_every_step_is_a_task_of_its_name(self, weather_etl: "DAG") -> None:
        """A task is called like its step, so that logs, tables and graph speak of the same thing."""
        assert set(weather_etl.task_ids) == {*PYTHON_STEPS, *(f"dbt.{model}" for model in DBT_MODELS)}

    def test_every_task_tells_of_its_asset(self, weather_etl: "DAG") -> None:
        """Other DAGs can wait for any step's asset, by a name that no deployment changes."""
        assert {task.task_id: [asset.name for asset in task.outlets] for task in weather_etl.tasks} == {
            task: [f"weather/{task.removeprefix('dbt.')}"] for task in weather_etl.task_ids
        }

    def test_every_task_tells_of_the_assets_that_it_reads(self, weather_etl: "DAG") -> None:
        """From the report back to the landed readings, the lineage of assets is whole; a seed is read as well."""
        read = {
            task.task_id.removeprefix("dbt."): {asset.name.removeprefix("weather/") for asset in task.inlets}
            for task in weather_etl.tasks
        }
        assert read == {
            "raw_weather_data": set(),
            "cleaned_weather_data": {"raw_weather_data"},
            "validated_readings": {"cleaned_weather_data"},
            "stg_weather__readings": {"validated_readings"},
            "city_aggregates": {"stg_weather__readings", "station_cities"},
            "daily_weather_summary": {"stg_weather__readings"},
            "weather_report": {"city_aggregates", "daily_weather_summary"},
        }


class TestWarehouse:
    def test_dbt_is_given_the_same_address(self, connection: str, warehouse: Warehouse) -> None:
        """dbt and the steps reach the same database under the same name, and the password stays out of files."""
        from psycopg.conninfo import conninfo_to_dict

        from airflow_dags.models import WarehouseProfileMapping
        from airflow_dags.warehouse import connect

        profile = WarehouseProfileMapping(connection, profile_args={"schema": "public"}).profile
        address = conninfo_to_dict(connect().conninfo)
        keys = ("host", "user", "dbname", "application_name")
        assert {key: profile[key] for key in keys} == {key: address[key] for key in keys}
        assert address == conninfo_to_dict(warehouse.conninfo) | {"application_name": "airflow"}
        assert "env_var" in str(profile["password"])

    def test_a_connection_needs_no_password_for_the_steps(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What a connection leaves out is left to libpq."""
        from psycopg.conninfo import conninfo_to_dict

        from airflow_dags.warehouse import connect

        monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", '{"conn_type": "postgres", "host": "/run/db", "schema": "w"}')
        assert conninfo_to_dict(connect().conninfo) == {"host": "/run/db", "dbname": "w"}


class TestRun:
    def test_input_that_has_to_be_mended_is_not_tried_again(
        self, run_day: Callable[[str], bool], query: Query, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A source that cannot be read fails the run at once: another try would find the same."""
        monkeypatch.setenv("WEATHER_SOURCE", f"files:{tmp_path / 'missing'}")
        assert not run_day("2013-01-02")
        assert query("select step, outcome, attempt from etl.step_log") == [("raw_weather_data", "failed", 1)]
