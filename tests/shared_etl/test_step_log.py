"""The step log: the ground truth of what was done, by whom, and how often."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest

from shared_etl import bare
from shared_etl.days import Days
from shared_etl.errors import InputError
from shared_etl.sources import source_from
from shared_etl.sources.generated import Generated
from shared_etl.steps import cleaned_weather_data, raw_weather_data
from shared_etl.warehouse import Warehouse

from .conftest import Landing, PythonSteps, Query

DAY = Days.parse("2013-02-12")
Log = Callable[[], list[tuple[object, ...]]]


@pytest.fixture
def log(query: Query) -> Log:
    """Step, attempt, outcome and rows of every execution."""
    return lambda: query(
        "select step, attempt, outcome, rows_in, rows_out, rows_rejected from etl.step_log "
        "where kind = 'python' order by id"
    )


def test_every_execution_has_its_row(python_steps: PythonSteps, log: Log, query: Query) -> None:
    """One row an execution, with rows in, out and rejected; the attempt counts up for the same days alone."""
    source = source_from("packaged")
    for _ in range(2):
        python_steps(source, "2013-02-12")
    python_steps(source, "2013-02-12", "2013-02-13")
    done = [("raw_weather_data", 72, 72, 0), ("cleaned_weather_data", 72, 72, 0), ("validated_readings", 72, 71, 1)]
    assert log()[:6] == [(step, attempt, "done", *rows) for attempt in (1, 2) for step, *rows in done]
    assert [row[:4] for row in log()[6:]] == [
        (step, 1, "done", rows) for (step, *_), rows in zip(done, [144] * 3, strict=True)
    ]
    assert query(
        "select count(*) from etl.step_log where stack = 'bare' and kind = 'python' and started_at <= ended_at "
        "and cpu_seconds >= 0 and process ~ '^[0-9]+$' and host != ''"
    ) == [(9,)]


def test_an_attempt_belongs_to_its_stack(warehouse: Warehouse, query: Query) -> None:
    """Another stack's first attempt is its first."""
    other = Warehouse(psycopg.conninfo.make_conninfo(warehouse.conninfo, application_name="other"))
    for each in (warehouse, other, warehouse):
        raw_weather_data(DAY, each, Generated(1))
    assert query("select stack, attempt from etl.step_log where kind = 'python' order by id") == [
        ("bare", 1),
        ("other", 1),
        ("bare", 2),
    ]


def test_done_and_the_data_appear_together(warehouse: Warehouse, query: Query, log: Log) -> None:
    """Until a step ends, another session sees 'running' and the old rows; then 'done' and the new ones."""
    count = "select count(*) from raw.weather_readings"
    raw_weather_data(DAY, warehouse, Generated(2))
    with warehouse.step("raw_weather_data", DAY, replaces=["raw.weather_readings"]) as step:
        for frame in Generated(3).read(DAY):
            step.write("raw.weather_readings", frame)
        assert log()[1][1:3] == (2, "running")
        assert query(count) == [(48,)]
    assert log()[1] == ("raw_weather_data", 2, "done", 0, 72, 0)
    assert query(count) == [(72,)]
    assert query("select distinct xmin::text from raw.weather_readings") == query(
        "select xmin::text from etl.step_log where attempt = 2 and kind = 'python'"
    )


def test_a_failed_step_says_so(landing: Landing, warehouse: Warehouse, log: Log) -> None:
    """An error leaves 'failed', and the error is raised; the next attempt is the second."""
    landing.put("2013-02-12.csv", header="a,b")
    for attempt in (1, 2):
        with pytest.raises(InputError, match="lacks the column"):
            raw_weather_data(DAY, warehouse, landing.source)
        assert log()[-1][:3] == ("raw_weather_data", attempt, "failed")


def test_a_step_that_fails_while_it_reads_says_so(warehouse: Warehouse, query: Query, log: Log) -> None:
    """A write that fails while more rows are on their way in: 'failed', with the database's own error, and no rows."""
    raw_weather_data(DAY, warehouse, Generated(10_000))
    with psycopg.connect(warehouse.conninfo) as connection:
        connection.execute("alter table clean.weather_readings add constraint odd check (station != 'S000001')")
    with pytest.raises(psycopg.errors.CheckViolation, match="odd"):
        cleaned_weather_data(DAY, warehouse)
    assert log()[-1][:3] == ("cleaned_weather_data", 1, "failed")
    assert query("select count(*) from clean.weather_readings") == [(0,)]


def test_dbt_is_logged_with_times_and_days(warehouse: Warehouse, query: Query, tmp_path: Path) -> None:
    """Every model and data test of a build has a row with its days, times and outcome; models with their rows."""
    for _ in range(2):
        bare.run(DAY, warehouse, source_from("packaged"), tmp_path)
    assert query(
        "select step, attempt, outcome, rows_out, partition_start, partition_end, ended_at > started_at "
        "from etl.step_log where kind = 'dbt model' order by step, attempt"
    ) == [
        (model, attempt, "done", rows, date(2013, 2, 12), date(2013, 2, 12), True)
        for model, rows in (("city_aggregates", 2), ("daily_weather_summary", 3), ("stg_weather__readings", 71))
        for attempt in (1, 2)
    ]
    tests = query(
        "select step, max(attempt), count(*), min(outcome) from etl.step_log "
        "where kind = 'dbt test' and partition_start = '2013-02-12' group by 1"
    )
    assert {rows[1:] for rows in tests} == {(2, 2, "done")}
    assert "rows_are_conserved" in {rows[0] for rows in tests}
    order = [
        row[0]
        for row in query("select step from etl.step_log where attempt = 1 and kind != 'dbt test' order by started_at")
    ]
    assert order[:4] == ["raw_weather_data", "cleaned_weather_data", "validated_readings", "stg_weather__readings"]
    assert order[-1] == "weather_report"
