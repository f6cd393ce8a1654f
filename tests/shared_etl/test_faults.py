"""Failures on request: what a row of etl.faults does to a step."""

import psycopg
import pytest

from shared_etl.days import Days
from shared_etl.faults import RequestedFailureError
from shared_etl.sources import source_from
from shared_etl.steps import raw_weather_data
from shared_etl.warehouse import Warehouse

from .conftest import Query

DAY = Days.parse("2013-02-12")


def ask(warehouse: Warehouse, remaining: int | None, step: str = "raw_weather_data") -> None:
    """Ask for failures of the step on the day."""
    with psycopg.connect(warehouse.conninfo) as connection:
        connection.execute("insert into etl.faults values (%s, %s, %s)", (step, DAY.start, remaining))


def land(warehouse: Warehouse, days: Days = DAY) -> None:
    """Run the step that the faults are about."""
    raw_weather_data(days, warehouse, source_from("packaged"))


def test_a_step_fails_as_often_as_is_asked_and_then_works(warehouse: Warehouse, query: Query) -> None:
    """Each failure is in the step log, and leaves no row behind."""
    ask(warehouse, 2)
    for _ in range(2):
        with pytest.raises(
            RequestedFailureError, match=r"raw_weather_data fails for 2013-02-12 because etl\.faults asks"
        ):
            land(warehouse)
        assert query("select count(*) from raw.weather_readings") == [(0,)]
    land(warehouse)
    assert query("select outcome, attempt from etl.step_log order by id") == [("failed", 1), ("failed", 2), ("done", 3)]


def test_a_step_fails_until_its_row_is_removed(warehouse: Warehouse, query: Query) -> None:
    """No number of failures is given: it ends with the row."""
    ask(warehouse, None)
    for _ in range(3):
        with pytest.raises(RequestedFailureError):
            land(warehouse)
    query("delete from etl.faults returning step")
    land(warehouse)
    assert query("select count(*) from etl.step_log where outcome = 'done'") == [(1,)]


def test_a_range_fails_with_any_of_its_days(warehouse: Warehouse) -> None:
    """A step over many days is one step."""
    ask(warehouse, None)
    with pytest.raises(RequestedFailureError, match="2013-02-12"):
        land(warehouse, Days.parse("2013-02-11", "2013-02-13"))


def test_other_steps_and_days_do_not_fail(warehouse: Warehouse, query: Query) -> None:
    """What is asked for is one step of one day."""
    ask(warehouse, None, "cleaned_weather_data")
    land(warehouse)
    land(warehouse, Days.parse("2013-02-13"))
    assert query("select count(*) from etl.step_log where outcome = 'done'") == [(2,)]
