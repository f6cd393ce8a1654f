"""The dbt project: its tests can fail, and its models hold exactly the days that they were run for."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from shared_etl import dbt
from shared_etl.days import Days
from shared_etl.sources.files import Files
from shared_etl.steps import cleaned_weather_data, raw_weather_data, validated_readings
from shared_etl.warehouse import Warehouse

from .conftest import Execute, Query

FIRST, SECOND = Days.parse("2024-03-01"), Days.parse("2024-03-02")
MODELS = ("staging.stg_weather__readings", "marts.daily_weather_summary", "marts.city_aggregates")
FAILED = "select step from etl.step_log where outcome = 'failed' order by step"


def test_the_unit_tests_pass(warehouse: Warehouse) -> None:
    """The models' own unit tests pass against a deployed warehouse, and there are two of them."""
    dbt.dbt("test", "--select", "resource_type:unit_test")
    results = json.loads(Path(os.environ["DBT_TARGET_PATH"], "run_results.json").read_text())["results"]
    statuses = {result["unique_id"]: result["status"] for result in results if "unit_test" in result["unique_id"]}
    assert list(statuses.values()) == ["pass", "pass"]


def test_a_lost_row_fails_the_conservation_test(
    validated: Days, execute: Execute, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test passes after a build, and fails when one staged row is deleted."""
    dbt.build(validated)
    name_days(monkeypatch, validated)
    test = ("test", "--select", "rows_are_conserved")
    dbt.dbt(*test)
    assert execute("delete from staging.stg_weather__readings where station = 'S000001' and observed_at = '2024-03-01'")
    with pytest.raises(dbt.DbtError):
        dbt.dbt(*test)
    assert query(FAILED) == [("rows_are_conserved",)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("temperature_c", "60.01"),
        ("humidity_pct", "-1"),
        ("wind_speed_ms", "116"),
        ("precipitation_mm", "501"),
        ("pressure_hpa", "1086"),
    ],
)
def test_a_staged_value_out_of_range_fails_its_test(
    validated: Days, execute: Execute, query: Query, monkeypatch: pytest.MonkeyPatch, column: str, value: str
) -> None:
    """One value that cannot be true fails that column's range test, on its own day alone."""
    dbt.build(validated)
    execute(f"update staging.stg_weather__readings set {column} = {value} where observed_at = '2024-03-02T05:00Z'")
    select = ("test", "--select", "stg_weather__readings,test_name:accepted_range")
    name_days(monkeypatch, FIRST)
    dbt.dbt(*select)
    assert query(FAILED) == []
    name_days(monkeypatch, SECOND)
    with pytest.raises(dbt.DbtError):
        dbt.dbt(*select)
    ((step,),) = query(FAILED)
    assert column in str(step)


def test_a_build_leaves_no_days_in_the_environment(validated: Days) -> None:
    """What the same process does with dbt afterwards is about every day, as before."""
    dbt.build(validated)
    assert not dbt.days_in_environment(validated).keys() & os.environ.keys()


def name_days(monkeypatch: pytest.MonkeyPatch, days: Days) -> None:
    """Name the days in the environment, as whoever calls dbt does."""
    for name, day in dbt.days_in_environment(days).items():
        monkeypatch.setenv(name, day)


def test_only_the_days_asked_for_are_rebuilt(validated: Days, execute: Execute, query: Query) -> None:
    """A run of one day replaces its rows and leaves the other day's, whatever stands there."""
    dbt.build(validated)
    for model in MODELS:
        assert execute(f"update {model} set observed_date = observed_date where observed_date = '2024-03-01'")
    before = {
        model: query(f"select ctid::text, t::text from {model} t where observed_date = '2024-03-01'")
        for model in MODELS
    }
    execute("update clean.validated_readings set temperature_c = 20")
    dbt.build(SECOND)
    for model in MODELS:
        after = query(f"select ctid::text, t::text from {model} t where observed_date = '2024-03-01'")
        assert sorted(after) == sorted(before[model])
    assert query(
        "select distinct temperature_mean_c::text from marts.city_aggregates where observed_date = '2024-03-02'"
    ) == [("20.0000",)]
    assert query("select observed_date::text, count(*) from marts.daily_weather_summary group by 1 order by 1") == [
        ("2024-03-01", 2),
        ("2024-03-02", 2),
    ]


def test_days_of_the_environment_are_rebuilt_as_days_of_variables_are(
    validated: Days, execute: Execute, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no variables name them; variables win."""
    monkeypatch.setenv("WEATHER_START_DATE", "2024-03-02")
    monkeypatch.setenv("WEATHER_END_DATE", "2024-03-02")
    dbt.dbt("build", *dbt.DAILY, "--exclude", "resource_type:seed")
    for model in MODELS:
        assert query(f"select distinct observed_date::text from {model}") == [("2024-03-02",)]
    execute("truncate marts.city_aggregates")
    dbt.build(FIRST)
    assert query("select distinct observed_date::text from marts.city_aggregates") == [("2024-03-01",)]


def test_another_day_of_the_environment_lets_dbt_keep_what_it_has_parsed(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It parses no file again; for other variables it parses all of them."""

    def parsed(day: str, *arguments: str) -> list[str]:
        from dbt.cli.main import dbtRunner

        told: list[str] = []
        monkeypatch.setenv("WEATHER_START_DATE", day)
        runner = dbtRunner(callbacks=[lambda event: told.append(event.info.name)])
        where = ["--project-dir", str(dbt.PROJECT), "--profiles-dir", str(dbt.PROJECT)]
        assert runner.invoke(["parse", *arguments, *where]).success
        return told

    parsed("2024-03-01")
    assert "PartialParsingSkipParsing" in parsed("2024-03-02")
    assert "UnableToPartialParse" in parsed("2024-03-02", "--vars", "{start_date: 2024-03-03}")


def test_a_day_that_becomes_empty_leaves_no_stale_rows(
    validated: Days, warehouse: Warehouse, query: Query, tmp_path: Path
) -> None:
    """A re-run of a day whose source has no rows any more empties it in every model; the other day stays."""
    dbt.build(validated)
    (tmp_path / "empty").mkdir()
    raw_weather_data(SECOND, warehouse, Files(tmp_path / "empty"))
    cleaned_weather_data(SECOND, warehouse)
    validated_readings(SECOND, warehouse)
    dbt.build(SECOND)
    for model in MODELS:
        assert query(f"select distinct observed_date::text from {model}") == [("2024-03-01",)]


def test_a_station_that_the_seed_does_not_know_is_its_own_city(validated: Days, execute: Execute, query: Query) -> None:
    """Known stations count for their cities; another keeps a city of its own name."""
    execute("update clean.validated_readings set station = 'JFK' where station = 'S000000'")
    dbt.build(FIRST)
    assert query("select city, reading_count from marts.city_aggregates order by city") == [
        ("New York", 24),
        ("S000001", 24),
    ]


def test_marts_are_the_means_and_totals_of_their_readings(validated: Days, query: Query) -> None:
    """A station-day is recomputed in exact decimals from the validated readings."""
    from decimal import ROUND_HALF_UP, Decimal

    dbt.build(FIRST)
    rows = query(
        "select temperature_c::text, precipitation_mm::text from clean.validated_readings "
        "where station = 'S000001' and partition_date = '2024-03-01'"
    )
    warmth, rain = ([Decimal(str(value)) for value in column] for column in zip(*rows, strict=True))
    # dbt casts to numeric, which keeps 15 digits of a double
    warmth, rain = ([Decimal(f"{value:.15g}") for value in column] for column in (warmth, rain))
    unit = Decimal("0.0001")
    expected = [sum(warmth) / 24, min(warmth), max(warmth), sum(rain)]
    assert query(
        "select temperature_mean_c, temperature_min_c, temperature_max_c, precipitation_total_mm "
        "from marts.daily_weather_summary where station = 'S000001'"
    ) == [tuple(Decimal(value).quantize(unit, ROUND_HALF_UP) for value in expected)]


def test_the_same_day_twice_at_once_duplicates_nothing(validated: Days, warehouse: Warehouse, query: Query) -> None:
    """Of two builds of a day at once, the second waits for the first and replaces its rows."""
    with psycopg.connect(warehouse.conninfo, application_name="holder", autocommit=True) as holder:
        holder.execute("select pg_advisory_lock(4711)")
        holder.execute(
            "create function public.hold() returns trigger language plpgsql as "
            "$$ begin perform pg_advisory_xact_lock_shared(4711); return new; end $$"
        )
        holder.execute(
            "create trigger hold before insert on marts.daily_weather_summary for each row execute function hold()"
        )
        command = "from shared_etl import dbt; from shared_etl.days import Days; dbt.build(Days.parse('2024-03-01'))"
        builds = []
        try:
            for number in range(2):
                paths = {key: f"{os.environ[key]}-{number}" for key in ("DBT_TARGET_PATH", "DBT_LOG_PATH")}
                builds.append(subprocess.Popen([sys.executable, "-c", command], env=os.environ | paths))
            waiting = (
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
            )
            while holder.execute(waiting.encode()).fetchall()[0][0] < 2:
                assert all(build.poll() is None for build in builds), "a build ended before it was held"
                time.sleep(0.05)
            holder.execute("select pg_advisory_unlock_all()")
            assert [build.wait() for build in builds] == [0, 0]
        finally:
            for build in builds:
                build.kill()
                build.wait()
    assert query("select station, reading_count from marts.daily_weather_summary order by station") == [
        ("S000000", 24),
        ("S000001", 24),
    ]
