"""A pipeline that is killed in the middle of any step is mended by running it again."""

import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from shared_etl import bare
from shared_etl.days import Days
from shared_etl.sources import source_from
from shared_etl.warehouse import Warehouse

from .conftest import TABLES, Holder, Query, Snapshot, Start

_DAY = Days.parse("2013-02-12")
_COMMAND = ("-m", "shared_etl", "run", "2013-02-12")


@pytest.fixture
def expected(warehouse: Warehouse, snapshot: Snapshot, tmp_path: Path) -> dict[str, list[str]]:
    """What an undisturbed run leaves; the warehouse is empty again."""
    bare.run(_DAY, warehouse, source_from("packaged"), tmp_path / "undisturbed")
    rows = snapshot()
    with psycopg.connect(warehouse.conninfo) as connection:
        connection.execute(f"truncate {', '.join(TABLES)}, etl.step_log".encode())
    assert len(rows["marts.daily_weather_summary"]) == 3
    return rows


@pytest.mark.parametrize(
    ("step", "table", "when"),
    [
        ("raw_weather_data", "raw.weather_readings", "new.time_hour like '%T12:%'"),
        ("cleaned_weather_data", "clean.weather_readings", "extract(hour from new.observed_at) = 12"),
        ("validated_readings", "clean.validated_readings", "extract(hour from new.observed_at) = 12"),
        ("stg_weather__readings", "staging.stg_weather__readings", "extract(hour from new.observed_at) = 12"),
        ("daily_weather_summary", "marts.daily_weather_summary", "new.station = 'JFK'"),
    ],
)
def test_a_step_killed_in_its_middle_is_mended_by_a_rerun(
    step: str,
    table: str,
    when: str,
    expected: dict[str, list[str]],
    start: Start,
    holder: Holder,
    query: Query,
    snapshot: Snapshot,
) -> None:
    """SIGKILL among a step's rows leaves none of them, and a Python step's log row 'running'; a rerun gives all."""
    holder.at(table, when)
    process = start(*_COMMAND)
    holder.wait(process)
    _kill(process)
    holder.release()
    holder.wait_for_silence()
    before = snapshot()
    place = TABLES.index(table)
    assert before[table] == []
    assert all(before[done] == expected[done] for done in TABLES[:place] if done != "clean.rejected_readings")
    python = step in ("raw_weather_data", "cleaned_weather_data", "validated_readings")
    log = "select attempt, outcome from etl.step_log where step = %s order by id"
    assert query(log, step) == ([(1, "running")] if python else [])
    assert start(*_COMMAND).wait() == 0
    assert snapshot() == expected
    assert query(log, step) == ([(1, "running"), (2, "done")] if python else [(1, "done")])


def test_a_report_killed_in_its_middle_leaves_no_half_file(
    expected: dict[str, list[str]], start: Start, holder: Holder, query: Query, snapshot: Snapshot, tmp_path: Path
) -> None:
    """SIGKILL after one of the report's files was drafted leaves no file that a reader sees; a rerun gives all."""
    holder.at("etl.step_log", "new.step = 'weather_report'")
    process = start(*_COMMAND)
    holder.wait(process)
    with psycopg.connect(holder.session.info.dsn, application_name="blocker") as blocker:
        blocker.execute("lock table marts.city_aggregates in access exclusive mode")
        holder.release()
        holder.wait(process)
        folder = tmp_path / "reports" / "2013-02-12"
        assert [path.name for path in folder.glob("*/daily_weather_summary.csv")] == ["daily_weather_summary.csv"]
        _kill(process)
    holder.wait_for_silence()
    assert [path for path in folder.iterdir() if not path.name.startswith(".")] == []
    assert query("select attempt, outcome from etl.step_log where step = 'weather_report'") == [(1, "running")]
    assert start(*_COMMAND).wait() == 0
    assert snapshot() == expected
    undisturbed = tmp_path / "undisturbed" / "2013-02-12"
    for path in undisturbed.iterdir():
        assert (folder / path.name).read_bytes() == path.read_bytes()


def test_the_same_day_twice_at_once_duplicates_nothing(
    expected: dict[str, list[str]], start: Start, holder: Holder, query: Query, snapshot: Snapshot
) -> None:
    """Of two processes in the same Python steps at once, the second waits for the first and replaces its rows."""
    holder.at("raw.weather_readings", "new.time_hour like '%T12:%'")
    steps = (
        "from shared_etl.days import Days; from shared_etl.sources import source_from; from shared_etl.steps import *;"
        "from shared_etl.warehouse import Warehouse; d, w = Days.parse('2013-02-12'), Warehouse.from_environment();"
        "raw_weather_data(d, w, source_from('packaged')); cleaned_weather_data(d, w); validated_readings(d, w)"
    )
    processes = [start("-c", steps) for _ in range(2)]
    holder.wait(*processes, waiting=2)
    holder.release()
    assert [process.wait() for process in processes] == [0, 0]
    python = [table for table in TABLES if table.startswith(("raw", "clean"))]
    assert {table: snapshot()[table] for table in python} == {table: expected[table] for table in python}
    assert query("select step, outcome, count(*) from etl.step_log group by 1, 2 order by min(id)") == [
        ("raw_weather_data", "done", 2),
        ("cleaned_weather_data", "done", 2),
        ("validated_readings", "done", 2),
    ]


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
