"""dbt called in the run's process: what Dagster is told is what a command would have told."""

from collections.abc import Callable
from typing import Any

import dagster as dg
import pytest

from shared_etl.warehouse import Warehouse

Execute = Callable[..., int]
Run = Callable[[dg.Definitions], dg.ExecuteInProcessResult]

DAY = "2013-02-12"


@pytest.fixture
def run(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Materialize every asset of a code location for the day."""
    from dagster_defs.resources import resources

    monkeypatch.delenv("DAGSTER_HOME", raising=False)

    def materialize(loaded: dg.Definitions) -> dg.ExecuteInProcessResult:
        assets = [asset for asset in loaded.assets or () if isinstance(asset, dg.AssetsDefinition)]
        # The others as this test's environment names them: the code location was loaded before.
        own = {**resources(), "dbt": (loaded.resources or {})["dbt"]}
        return dg.materialize(assets, partition_key=DAY, resources=own, raise_on_error=False)

    return materialize


def told(result: dg.ExecuteInProcessResult) -> tuple[list[Any], list[Any]]:
    """Which asset has which kinds of metadata, and which check passed."""
    events = result.get_asset_materialization_events()
    made = sorted((e.asset_key.to_user_string(), sorted(e.materialization.metadata)) for e in events)
    checks = sorted(
        (c.asset_key.to_user_string(), c.check_name, c.passed) for c in result.get_asset_check_evaluations()
    )
    return made, checks


def test_the_same_is_told_as_by_a_command(defs: dg.Definitions, run: Run) -> None:
    """Every materialization with its metadata, every check result; and no process was started for dbt."""
    from dagster_defs.variants import dbt_in_process

    by_command = run(defs)
    in_process = run(dbt_in_process.defs())

    assert by_command.success
    assert in_process.success
    assert told(in_process) == told(by_command)
    assert len(told(in_process)[1]) == 23


def test_a_failed_test_fails_the_step(run: Run, execute: Execute) -> None:
    """dbt's failure is the run's: each of three tries tells the check that failed, and nothing downstream is made."""
    from dagster_defs.variants import dbt_in_process

    execute(
        "create function etl.damage() returns trigger language plpgsql as "
        "$$ begin new.humidity_pct := -1; return new; end $$"
    )
    execute(
        "create trigger damage before insert on clean.validated_readings for each row execute function etl.damage()"
    )
    result = run(dbt_in_process.defs())

    assert not result.success
    made, checks = told(result)
    assert "weather_report" not in {asset for asset, _ in made}
    assert [name for _, name, passed in checks if not passed] == [
        "accepted_range_stg_weather__readings_humidity_pct__100__0"
    ] * 3
