"""The DAG: what it looks like to Airflow, and what a run of it does."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from shared_etl.warehouse import Warehouse

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.models.dagrun import DagRun
    from airflow.sdk import DAG

Query = Callable[..., list[tuple[object, ...]]]

PYTHON_STEPS = ["raw_weather_data", "cleaned_weather_data", "validated_readings", "weather_report"]
DBT_MODELS = ["stg_weather__readings", "city_aggregates", "daily_weather_summary"]
STEP_LOG = """
    select step, kind, partition_start, partition_end, attempt, outcome, rows_out, rows_rejected
    from etl.step_log
"""
TABLES = [
    "raw.weather_readings",
    "clean.weather_readings",
    "clean.validated_readings",
    "clean.rejected_readings",
    "staging.stg_weather__readings",
    "marts.city_aggregates",
    "marts.daily_weather_summary",
]


def rows(warehouse: Warehouse, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(warehouse.conninfo) as connection:
        return sorted(connection.execute(statement.encode()).fetchall(), key=str)


def tables(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    return {table: rows(warehouse, f"select * from {table}") for table in TABLES}


def run_day(dag: "DAG", day: str) -> "DagRun":
    """Run the DAG for a day: like a person's trigger, a test run takes the interval that ends at its logical date."""
    run: DagRun = dag.test(logical_date=datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1))
    return run


def states(run: "DagRun") -> dict[str, str]:
    return {instance.task_id: str(instance.state) for instance in run.get_task_instances()}


class TestStructure:
    def test_the_folder_holds_one_dag_and_no_import_errors(self, dag_bag: "DagBag") -> None:
        """Airflow finds weather_etl in the folder, and nothing to complain of."""
        assert dag_bag.import_errors == {}
        assert list(dag_bag.dags) == ["weather_etl"]

    def test_the_helpers_are_not_parsed_as_dags(self, dag_bag: "DagBag") -> None:
        """The dag-processor spends its time on the DAG file alone."""
        assert [Path(stat.file).name for stat in dag_bag.dagbag_stats] == ["weather_etl.py"]

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

    def test_a_task_waits_for_what_it_reads(self, weather_etl: "DAG") -> None:
        """The edges are the data's: landed, cleaned, validated, staged, both marts side by side, reported."""
        assert {task.task_id: task.upstream_task_ids for task in weather_etl.tasks} == {
            "raw_weather_data": set(),
            "cleaned_weather_data": {"raw_weather_data"},
            "validated_readings": {"cleaned_weather_data"},
            "dbt.stg_weather__readings": {"validated_readings"},
            "dbt.city_aggregates": {"dbt.stg_weather__readings"},
            "dbt.daily_weather_summary": {"dbt.stg_weather__readings"},
            "weather_report": {"dbt.city_aggregates", "dbt.daily_weather_summary"},
        }

    def test_every_task_tells_of_its_asset(self, weather_etl: "DAG") -> None:
        """Other DAGs can wait for any step's asset, by a name that no deployment changes."""
        assert {task.task_id: [asset.name for asset in task.outlets] for task in weather_etl.tasks} == {
            task: [f"weather/{task.removeprefix('dbt.')}"] for task in weather_etl.task_ids
        }

    def test_every_task_is_tried_three_times(self, weather_etl: "DAG") -> None:
        """A passing trouble of the warehouse does not need a person, in any task."""
        assert {(task.retries, task.retry_delay) for task in weather_etl.tasks} == {(2, timedelta(seconds=10))}

    def test_a_backfill_makes_one_run_a_day(self, weather_etl: "DAG") -> None:
        """A backfill from a date to a date processes each day between, both included, and each once."""
        from airflow.serialization.serialized_objects import DagSerialization

        dag = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(weather_etl))
        first, last = datetime(2013, 1, 1, tzinfo=UTC), datetime(2013, 1, 3, tzinfo=UTC)
        runs = [run.data_interval for run in dag.iter_dagrun_infos_between(first, last)]
        days = [first, first + timedelta(days=1), last]
        assert [(run.start, run.end) for run in runs if run] == [(day, day + timedelta(days=1)) for day in days]


class TestWarehouse:
    @pytest.mark.usefixtures("connection")
    def test_a_task_body_needs_only_the_connection(self, query: Query) -> None:
        """The body of a task can be called as a function, with no scheduler and no metadata database."""
        from airflow_dags.steps import raw_weather_data

        raw_weather_data.function("2013-01-02")
        assert query("select count(*), min(partition_date)::text from raw.weather_readings") == [(72, "2013-01-02")]
        assert query("select stack, step, outcome from etl.step_log") == [("airflow", "raw_weather_data", "done")]

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


@pytest.mark.usefixtures("metadata", "connection")
class TestRun:
    def test_a_day_is_what_plain_python_makes_of_it(
        self, weather_etl: "DAG", warehouse: Warehouse, control: Callable[[str], Warehouse], query: Query
    ) -> None:
        """A run leaves the tables that plain Python leaves, having run each step once; so does a second run."""
        run = run_day(weather_etl, "2013-02-12")
        assert set(states(run).values()) == {"success"}
        plain = control("2013-02-12")
        made = tables(warehouse)
        assert made == tables(plain)
        assert [row[-1] for row in made["clean.rejected_readings"]] == ["range:wind_speed"]
        assert rows(warehouse, STEP_LOG) == rows(plain, STEP_LOG)
        assert query("select distinct stack from etl.step_log") == [("airflow",)]
        report = Path(os.environ["WEATHER_REPORTS"]) / "2013-02-12"
        assert {path.suffix for path in report.iterdir()} == {".csv", ".png"}

        run_day(weather_etl, "2013-02-12")
        assert tables(warehouse) == made
        again = "select step from etl.step_log group by step having array_agg(attempt order by id) != '{1,2}'"
        assert query(again) == []

    def test_a_failing_step_is_tried_again_and_stops_what_needs_it(
        self, weather_etl: "DAG", warehouse: Warehouse, query: Query, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A step that cannot do its work is tried three times; then nothing that depends on it runs."""
        with psycopg.connect(warehouse.conninfo) as connection:
            connection.execute("alter table raw.weather_readings rename to away")
        monkeypatch.setattr(weather_etl.get_task("raw_weather_data"), "retry_delay", timedelta(0))
        run = run_day(weather_etl, "2013-01-02")
        found = states(run)
        assert str(run.state) == "failed"
        assert found.pop("raw_weather_data") == "failed"
        assert set(found.values()) == {"upstream_failed"}
        assert query("select step, outcome, attempt from etl.step_log order by attempt") == [
            ("raw_weather_data", "failed", attempt) for attempt in (1, 2, 3)
        ]

    def test_input_that_has_to_be_mended_is_not_tried_again(
        self, weather_etl: "DAG", query: Query, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A source that cannot be read fails the run at once: another try would find the same."""
        monkeypatch.setenv("WEATHER_SOURCE", f"files:{tmp_path / 'missing'}")
        run = run_day(weather_etl, "2013-01-02")
        assert str(run.state) == "failed"
        assert query("select step, outcome, attempt from etl.step_log") == [("raw_weather_data", "failed", 1)]
