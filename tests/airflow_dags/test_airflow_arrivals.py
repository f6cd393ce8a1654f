"""A file that lands starts a run."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import DAG


class StateOfAsset:
    """What the triggerer would keep with the asset, in this process."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    async def aget(self, key: str, default: Any = None) -> Any:
        return self.kept.get(key, default)

    async def aset(self, key: str, value: Any) -> None:
        self.kept[key] = value


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    folder = tmp_path / "landing"
    folder.mkdir()
    return folder


@pytest.fixture
def look(landing: Path, weather_etl: "DAG") -> Callable[[], list[str]]:
    """Look into the landing folder once, as the triggerer does; returns the days of the runs that are asked for."""
    from airflow.serialization.serialized_objects import DagSerialization

    from airflow_dags.arrivals import ArrivalTrigger

    timetable = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(weather_etl)).timetable
    kept = StateOfAsset()

    def days() -> list[str]:
        trigger = ArrivalTrigger(str(landing))
        trigger.asset_state_store = kept  # type: ignore[assignment]

        async def events() -> list[Any]:
            return [event.payload async for event in trigger.look()]

        dates = [datetime.fromisoformat(payload) for payload in asyncio.run(events())]
        return [str(timetable.infer_manual_data_interval(run_after=at).start.date()) for at in dates]

    return days


def test_a_file_that_lands_starts_one_run(landing: Path, look: Callable[[], list[str]]) -> None:
    """A run for the day of each new file, none for one that is as it was, another for one that is written again."""
    assert look() == []
    for name in ("readings-2013-02-12.csv", "2013-02-11.csv.gz", "2013-02-13.csv.part", "notes.csv"):
        (landing / name).touch()
    assert look() == ["2013-02-11", "2013-02-12"]
    assert look() == []
    later = datetime(2033, 1, 1, tzinfo=UTC).timestamp()
    os.utime(landing / "readings-2013-02-12.csv", (later, later))
    assert look() == ["2013-02-12"]
    assert look() == []


def test_a_run_is_asked_for_with_the_date_that_its_day_is_worked_out_from(landing: Path) -> None:
    """A logical date alone is not that: without run_after Airflow takes the moment of asking, and runs yesterday."""
    from airflow_dags.weather_arrivals import runs_for_arrivals

    arrived = SimpleNamespace(extra={"payload": "2013-02-13T06:07:08+00:00"})
    runs: Any = runs_for_arrivals(landing).get_task("runs")
    assert runs.python_callable(defaultdict(lambda: [arrived])) == [
        {"logical_date": "2013-02-13T06:07:08+00:00", "run_after": "2013-02-13T06:07:08+00:00"}
    ]


def test_an_arrival_that_is_told_of_twice_has_one_run() -> None:
    """Its logical date is the same; another writing of the file has another."""
    from airflow_dags.arrivals import logical_date
    from shared_etl.arrivals import Arrival

    first, second = (
        Arrival("a.csv", date(2013, 2, 12), datetime(2024, 5, 1, 6, 7, second, tzinfo=UTC)) for second in (8, 9)
    )
    assert logical_date(first).isoformat() == "2013-02-13T06:07:08+00:00"
    assert logical_date(second) != logical_date(first)


def test_the_dag_is_there_where_files_land(landing: Path, monkeypatch: pytest.MonkeyPatch, dag_bag: "DagBag") -> None:
    """A source that is no folder needs none."""
    from airflow.dag_processing.dagbag import DagBag

    assert "weather_arrivals" not in dag_bag.dags
    monkeypatch.setenv("WEATHER_SOURCE", f"files:{landing}")
    bag = DagBag(Path(__file__).parents[2] / "airflow_dags")
    assert bag.import_errors == {}
    dag = bag.dags["weather_arrivals"]
    assert {task.task_id: task.upstream_task_ids for task in dag.tasks} == {
        "runs": set(),
        "weather_etl": {"runs"},
    }
