"""The quality checks: dbt's tests, run with the models."""

from collections.abc import Callable

import pytest

Query = Callable[..., list[tuple[object, ...]]]
Execute = Callable[..., int]

DAMAGE = """
    create function etl.damage() returns trigger language plpgsql as $$
    begin new.humidity_pct := -1; return new; end $$;
    create trigger damage before insert on clean.validated_readings for each row execute function etl.damage()
"""


@pytest.mark.usefixtures("no_waiting")
def test_checks_fail_on_bad_data(run_day: Callable[[str], bool], execute: Execute, query: Query) -> None:
    """A humidity below 0 %: the check says so, the run fails, and no mart takes the day."""
    execute(DAMAGE)
    assert not run_day("2013-02-12")
    failed = "select distinct step from etl.step_log where kind = 'dbt test' and outcome = 'failed'"
    assert query(failed) == [("accepted_range_stg_weather__readings_humidity_pct__100__0",)]
    assert query("select count(*) from marts.city_aggregates") == [(0,)]
    assert query("select count(*) from marts.daily_weather_summary") == [(0,)]
