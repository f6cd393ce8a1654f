"""The whole pipeline with no orchestrator: the packaged year, ranges, and running again."""

from pathlib import Path

import psycopg

from shared_etl import bare
from shared_etl.days import Days
from shared_etl.sources import source_from
from shared_etl.warehouse import Warehouse

from .conftest import TABLES, Query, Snapshot

_YEAR = Days.parse("2013-01-01", "2013-12-30")


def test_the_packaged_year_gives_the_documented_rows(
    warehouse: Warehouse, query: Query, snapshot: Snapshot, tmp_path: Path
) -> None:
    """All 364 days as one range: 26,115 rows landed, 26,113 validated, 2 rejected, 1,092 station-days; and again."""
    bare.run(_YEAR, warehouse, source_from("packaged"), tmp_path)
    rows = {table: query(f"select count(*) from {table}")[0][0] for table in TABLES}
    assert list(rows.values()) == [26_115, 26_115, 26_113, 2, 26_113, 1_092, 728]
    assert query(
        "select station, to_char(observed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), reason, step, line "
        "from clean.rejected_readings order by observed_at"
    ) == [
        ("EWR", "2013-02-12 08:00", "range:wind_speed", "validated_readings", 1011),
        ("EWR", "2013-08-22 13:00", "missing:temp", "validated_readings", 5593),
    ]
    assert query(
        "select distinct partition_date != (observed_at at time zone 'UTC')::date from clean.weather_readings"
    ) == [(False,)]
    first = snapshot()
    bare.run(_YEAR, warehouse, source_from("packaged"), tmp_path)
    assert snapshot() == first


def test_days_one_by_one_give_the_same_tables_as_a_range(
    warehouse: Warehouse, query: Query, snapshot: Snapshot, tmp_path: Path
) -> None:
    """A range in one go and its days by themselves leave the same tables, a day with a rejected row among them."""
    days = Days.parse("2013-02-11", "2013-02-13")
    bare.run(days, warehouse, source_from("packaged"), tmp_path)
    as_range = snapshot()
    assert len(as_range["marts.daily_weather_summary"]) == 9
    with psycopg.connect(warehouse.conninfo) as connection:
        connection.execute(f"truncate {', '.join(TABLES)}".encode())
    assert not any(snapshot().values())
    for day in days:
        bare.run(day, warehouse, source_from("packaged"), tmp_path)
    assert snapshot() == as_range


def test_running_a_day_again_changes_nothing(
    warehouse: Warehouse, query: Query, snapshot: Snapshot, tmp_path: Path
) -> None:
    """A second run of a day leaves every row of every table as it was, and the same files."""
    for day in Days.parse("2013-02-12", "2013-02-13"):
        bare.run(day, warehouse, source_from("packaged"), tmp_path)
    first, reports = snapshot(), _contents(tmp_path)
    assert len(first["clean.rejected_readings"]) == 1
    bare.run(Days.parse("2013-02-12"), warehouse, source_from("packaged"), tmp_path)
    assert snapshot() == first
    assert _contents(tmp_path) == reports
    assert set(reports) == {
        f"2013-02-{day}/{name}"
        for day in (12, 13)
        for name in ("weather_report.png", "daily_weather_summary.csv", "city_aggregates.csv")
    }


def test_a_report_says_what_the_marts_say(warehouse: Warehouse, query: Query, tmp_path: Path) -> None:
    """The report's CSV files are the marts of the day, and its plot is a PNG."""
    bare.run(Days.parse("2013-02-12"), warehouse, source_from("packaged"), tmp_path)
    lines = (tmp_path / "2013-02-12" / "daily_weather_summary.csv").read_text().splitlines()
    assert [line.split(",")[:3] for line in lines] == [
        ["observed_date", "station", "reading_count"],
        ["2013-02-12", "EWR", "23"],
        ["2013-02-12", "JFK", "24"],
        ["2013-02-12", "LGA", "24"],
    ]
    means = query("select temperature_mean_c::text from marts.daily_weather_summary order by station")
    assert [line.split(",")[3] for line in lines[1:]] == [mean for (mean,) in means]
    assert (tmp_path / "2013-02-12" / "weather_report.png").read_bytes().startswith(b"\x89PNG")


def test_a_day_of_no_rows_is_no_error(warehouse: Warehouse, snapshot: Snapshot, tmp_path: Path) -> None:
    """A day that the source knows nothing of leaves empty tables and a report of no rows."""
    bare.run(Days.parse("2014-05-05"), warehouse, source_from("packaged"), tmp_path)
    assert not any(snapshot().values())
    assert (tmp_path / "2014-05-05" / "city_aggregates.csv").read_text().count("\n") == 1


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("2*/*")}
