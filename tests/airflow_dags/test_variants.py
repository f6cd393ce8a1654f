"""The DAG in its other configurations: the same steps in the same order, retried alike, told of by the same assets."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pendulum
import psycopg
import pytest

from shared_etl.warehouse import Warehouse

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import DAG

Query = Callable[..., list[tuple[object, ...]]]
DagBagOf = Callable[[str], "DagBag"]

STOCK, WATCHER, DBT_TASK, PARTITIONED, RANGE = (
    f"airflow_dags/variants/{name}" for name in ("stock", "watcher", "dbt_task", "partitioned", "range")
)
A_TASK_A_MODEL = [STOCK, WATCHER, PARTITIONED, RANGE]
FOLDERS = [*A_TASK_A_MODEL, DBT_TASK]
BY_INTERVAL = [STOCK, WATCHER, DBT_TASK]

RUN_AND_TESTED = {
    "raw_weather_data": set(),
    "cleaned_weather_data": {"raw_weather_data"},
    "validated_readings": {"cleaned_weather_data"},
    "dbt.stg_weather__readings.run": {"validated_readings"},
    "dbt.stg_weather__readings.test": {"dbt.stg_weather__readings.run"},
    "dbt.city_aggregates.run": {"dbt.stg_weather__readings.test"},
    "dbt.city_aggregates.test": {"dbt.city_aggregates.run"},
    "dbt.daily_weather_summary.run": {"dbt.stg_weather__readings.test"},
    "dbt.daily_weather_summary.test": {"dbt.daily_weather_summary.run"},
    "weather_report": {"dbt.city_aggregates.test", "dbt.daily_weather_summary.test"},
}
MARTS = ["marts.city_aggregates", "marts.daily_weather_summary", "clean.validated_readings", "clean.rejected_readings"]


def graph(dag: "DAG") -> dict[str, set[str]]:
    return {task.task_id: task.upstream_task_ids for task in dag.tasks}


def rows(warehouse: Warehouse, table: str) -> list[tuple[object, ...]]:
    with psycopg.connect(warehouse.conninfo) as connection:
        return sorted(connection.execute(f"select * from {table}".encode()).fetchall(), key=str)


@pytest.fixture
def dag_of(dag_bag_of: DagBagOf) -> Callable[[str], "DAG"]:
    """The folder's one DAG."""
    return lambda folder: dag_bag_of(folder).dags["weather_etl"]


class TestStructure:
    @pytest.mark.parametrize("folder", FOLDERS)
    def test_a_folder_holds_one_dag_and_no_import_errors(self, dag_bag_of: DagBagOf, folder: str) -> None:
        """Airflow finds weather_etl where the folder is its DAGs folder, and nothing to complain of."""
        bag = dag_bag_of(folder)
        assert bag.import_errors == {}
        assert list(bag.dags) == ["weather_etl"]
        assert [Path(stat.file).name for stat in bag.dagbag_stats] == ["weather_etl.py"]

    @pytest.mark.parametrize("folder", FOLDERS)
    def test_tasks_are_tried_as_often_as_those_of_the_weather_dag(
        self, dag_of: Callable[[str], "DAG"], weather_etl: "DAG", folder: str
    ) -> None:
        """A configuration changes what a run costs, not how it bears trouble."""

        def tries(dag: "DAG") -> set[tuple[object, ...]]:
            return {
                (task.retries, task.retry_delay, str(task.retry_policy and task.retry_policy.serialize()))
                for task in dag.tasks
            }

        assert tries(dag_of(folder)) == tries(weather_etl)

    @pytest.mark.parametrize("folder", FOLDERS)
    def test_every_step_tells_of_its_asset_once(
        self, dag_of: Callable[[str], "DAG"], weather_etl: "DAG", folder: str
    ) -> None:
        """Whoever waits for an asset need not know how the DAG is configured."""

        def assets(dag: "DAG") -> list[str]:
            return sorted(asset.name for task in dag.tasks for asset in task.outlets)

        assert assets(dag_of(folder)) == assets(weather_etl)

    @pytest.mark.parametrize("folder", A_TASK_A_MODEL)
    def test_every_asset_is_made_of_the_assets_that_it_is_made_of_in_the_weather_dag(
        self, dag_of: Callable[[str], "DAG"], weather_etl: "DAG", folder: str
    ) -> None:
        """The lineage of assets does not depend on how the DAG is configured, as long as a model has its task."""

        def made_of(dag: "DAG") -> dict[str, set[str]]:
            return {made.name: {read.name for read in task.inlets} for task in dag.tasks for made in task.outlets}

        assert made_of(dag_of(folder)) == made_of(weather_etl)

    @pytest.mark.parametrize("folder", BY_INTERVAL)
    def test_a_backfill_makes_the_runs_that_it_makes_of_the_weather_dag(
        self, dag_of: Callable[[str], "DAG"], weather_etl: "DAG", folder: str
    ) -> None:
        """A run a day, and the same day's data interval."""
        dag = dag_of(folder)
        assert dag.timetable == weather_etl.timetable
        assert (dag.start_date, dag.catchup) == (weather_etl.start_date, weather_etl.catchup)

    def test_one_task_has_the_place_of_all_models(self, dag_of: Callable[[str], "DAG"]) -> None:
        """It reads what they read of others, and makes what they make."""
        dag = dag_of(DBT_TASK)
        assert graph(dag) == {
            "raw_weather_data": set(),
            "cleaned_weather_data": {"raw_weather_data"},
            "validated_readings": {"cleaned_weather_data"},
            "dbt": {"validated_readings"},
            "weather_report": {"dbt"},
        }
        assert {asset.name for asset in dag.get_task("dbt").inlets} == {
            "weather/station_cities",
            "weather/validated_readings",
        }

    def test_a_partition_has_the_tasks_of_a_day(self, dag_of: Callable[[str], "DAG"], weather_etl: "DAG") -> None:
        """The DAG of partition keys has the weather DAG's tasks and edges."""
        assert graph(dag_of(PARTITIONED)) == graph(weather_etl)

    def test_the_key_of_a_run_is_the_day_that_has_just_ended(self, dag_of: Callable[[str], "DAG"]) -> None:
        """At midnight UTC the day before is due; a backfill has a run for each day from one to another."""
        from airflow.serialization.serialized_objects import DagSerialization
        from airflow.timetables.base import TimeRestriction

        scheduled = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag_of(PARTITIONED)))
        assert scheduled.timetable.partitioned
        midnight = datetime(2013, 2, 13, tzinfo=UTC)
        due = scheduled.timetable.next_dagrun_info_v2(
            last_dagrun_info=None, restriction=TimeRestriction(pendulum.instance(midnight), None, catchup=True)
        )
        assert due is not None
        assert (due.run_after, due.partition_key, due.logical_date) == (midnight, "2013-02-12", None)
        days = scheduled.iter_dagrun_infos_between(datetime(2013, 2, 11, tzinfo=UTC), midnight)
        assert [day.partition_key for day in days] == ["2013-02-11", "2013-02-12", "2013-02-13"]

    def test_a_range_has_the_tasks_of_a_day(self, dag_of: Callable[[str], "DAG"], weather_etl: "DAG") -> None:
        """The range's DAG has the weather DAG's tasks and edges, and no schedule."""
        assert graph(dag_of(RANGE)) == graph(weather_etl)
        assert dag_of(RANGE).schedule is None

    def test_stock_tests_a_model_in_a_task_of_its_own(self, dag_of: Callable[[str], "DAG"]) -> None:
        """By default Cosmos makes two tasks of a model, and what reads it waits for both."""
        assert graph(dag_of(STOCK)) == RUN_AND_TESTED

    def test_the_watchers_wait_for_one_producer(self, dag_of: Callable[[str], "DAG"]) -> None:
        """The same tasks as stock's, and one that does their work; the report waits for that one too."""
        producer = "dbt.dbt_producer_watcher"
        done = f"{producer}_done"
        assert graph(dag_of(WATCHER)) == RUN_AND_TESTED | {
            producer: {"validated_readings"},
            done: {producer},
            "weather_report": {*RUN_AND_TESTED["weather_report"], done},
        }


@pytest.mark.usefixtures("metadata", "connection")
class TestRun:
    def test_a_range_leaves_the_tables_of_its_days(
        self, dag_of: Callable[[str], "DAG"], warehouse: Warehouse, control: Callable[..., Warehouse], query: Query
    ) -> None:
        """One run over three days leaves what plain Python leaves of them, each step having run once for all three."""
        days = {"start": "2013-02-11", "end": "2013-02-13"}
        run = dag_of(RANGE).test(logical_date=datetime(2013, 2, 11, tzinfo=UTC), run_conf=days)
        assert str(run.state) == "success"
        plain = control(*days.values())
        assert {mart: rows(warehouse, mart) for mart in MARTS} == {mart: rows(plain, mart) for mart in MARTS}
        steps = "select partition_start::text, partition_end::text, count(*), count(distinct step) from etl.step_log"
        only = " where kind in ('python', 'dbt model') and outcome = 'done' group by 1, 2"
        assert query(steps + only) == [(*days.values(), 7, 7)]

    def test_models_in_one_task_leave_the_tables_of_their_day(
        self,
        dag_of: Callable[[str], "DAG"],
        warehouse: Warehouse,
        control: Callable[..., Warehouse],
        step_log: Callable[[Warehouse], list[tuple[object, ...]]],
        query: Query,
    ) -> None:
        """One dbt invocation leaves what plain Python leaves, each step and each test having run once."""
        run = dag_of(DBT_TASK).test(logical_date=datetime(2013, 2, 13, tzinfo=UTC))
        assert str(run.state) == "success"
        plain = control("2013-02-12")
        assert {mart: rows(warehouse, mart) for mart in MARTS} == {mart: rows(plain, mart) for mart in MARTS}
        assert step_log(warehouse) == step_log(plain)
        assert query("select count(distinct process) from etl.step_log where kind != 'python'") == [(1,)]
