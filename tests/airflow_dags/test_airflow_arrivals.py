"""A file that lands starts a run."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import DAG


class StateOfAsset:
    """What Airflow would keep with the asset, in this process."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def get(self, key: str, default: Any = None) -> Any:
        return self.kept.get(key, default)

    def set(self, key: str, value: Any) -> None:
        self.kept[key] = value

    async def aget(self, key: str, default: Any = None) -> Any:
        return self.get(key, default)

    async def aset(self, key: str, value: Any) -> None:
        self.set(key, value)


class EventsOfAsset:
    """What Airflow would tell of the asset's events, the oldest first: each is one second after the one before."""

    def __init__(self) -> None:
        self.told: list[SimpleNamespace] = []

    def tell(self, payload: str) -> None:
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=len(self.told))
        self.told.append(SimpleNamespace(timestamp=at, extra={"payload": payload}))

    def after(self, start: str | None) -> list[SimpleNamespace]:
        return [event for event in self.told if start is None or event.timestamp >= datetime.fromisoformat(start)]


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


@pytest.fixture
def events() -> EventsOfAsset:
    """None yet."""
    return EventsOfAsset()


@pytest.fixture
def ask(landing: Path, events: EventsOfAsset) -> Callable[[str], list[dict[str, str]]]:
    """Ask for runs once, as the run of the DAG of that id does; returns their dates."""
    from airflow_dags.weather_arrivals import runs_for_arrivals

    runs: Any = runs_for_arrivals(landing).get_task("runs")
    state = StateOfAsset()
    return lambda run_id: runs.python_callable(defaultdict(lambda: events), defaultdict(lambda: state), run_id)


def test_a_run_is_asked_for_with_the_date_that_its_day_is_worked_out_from(
    events: EventsOfAsset, ask: Callable[[str], list[dict[str, str]]]
) -> None:
    """A logical date alone is not that: without run_after Airflow takes the moment of asking, and runs yesterday."""
    events.tell("2013-02-13T06:07:08+00:00")
    assert ask("first") == [{"logical_date": "2013-02-13T06:07:08+00:00", "run_after": "2013-02-13T06:07:08+00:00"}]


def test_no_arrival_is_lost_that_came_while_the_run_was_being_made(
    events: EventsOfAsset, ask: Callable[[str], list[dict[str, str]]]
) -> None:
    """All since the last time are asked for, whichever of them started the run; the last of that time once more."""
    assert days(ask("first")) == []
    for day in (11, 12):
        events.tell(f"2013-02-{day}T06:00:00+00:00")
    assert days(ask("second")) == [11, 12]
    for day in (13, 14, 15):
        events.tell(f"2013-02-{day}T06:00:00+00:00")
    assert days(ask("third")) == [12, 13, 14, 15]
    assert days(ask("fourth")) == [15]


def test_a_run_that_asks_again_asks_for_all_of_its_own(
    events: EventsOfAsset, ask: Callable[[str], list[dict[str, str]]]
) -> None:
    """Its task may end before the runs are there: it is tried again, or cleared."""
    for day in (11, 12):
        events.tell(f"2013-02-{day}T06:00:00+00:00")
    assert days(ask("first")) == days(ask("first")) == [11, 12]
    events.tell("2013-02-13T06:00:00+00:00")
    assert days(ask("second")) == days(ask("second")) == [12, 13]


def days(runs: list[dict[str, str]]) -> list[int]:
    """The days of the month of the runs' dates."""
    return [datetime.fromisoformat(run["logical_date"]).day for run in runs]


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
