"""What Dagster sees when it loads the code location."""

import dagster as dg
import pytest

PARENTS = {
    "raw_weather_data": set(),
    "cleaned_weather_data": {"raw_weather_data"},
    "validated_readings": {"cleaned_weather_data"},
    "stg_weather__readings": {"validated_readings"},
    "city_aggregates": {"stg_weather__readings", "station_cities"},
    "daily_weather_summary": {"stg_weather__readings"},
    "weather_report": {"city_aggregates", "daily_weather_summary"},
    "station_cities": set(),
}
GROUPS = {
    "raw_weather_data": "ingestion",
    "cleaned_weather_data": "quality",
    "validated_readings": "quality",
    "stg_weather__readings": "staging",
    "station_cities": "staging",
    "city_aggregates": "marts",
    "daily_weather_summary": "marts",
    "weather_report": "reporting",
}
STEPS = sorted(PARENTS.keys() - {"station_cities"})


def _node(defs: dg.Definitions, name: str) -> dg.AssetSpec:
    return next(spec for spec in defs.resolve_all_asset_specs() if spec.key == dg.AssetKey(name))


def test_the_code_location_loads(defs: dg.Definitions) -> None:
    """Everything that the assets need is defined."""
    dg.Definitions.validate_loadable(defs)


def test_the_lineage_is_whole(defs: dg.Definitions) -> None:
    """Every asset knows what it is made from, across Python and dbt."""
    graph = defs.resolve_asset_graph()
    assert {
        key.to_user_string(): {parent.to_user_string() for parent in graph.get(key).parent_keys}
        for key in graph.get_all_asset_keys()
    } == PARENTS


def test_assets_are_grouped_by_stage(defs: dg.Definitions) -> None:
    """The groups follow the flow."""
    assert {spec.key.to_user_string(): spec.group_name for spec in defs.resolve_all_asset_specs()} == GROUPS


@pytest.mark.parametrize("name", [*PARENTS])
def test_an_asset_is_described(defs: dg.Definitions, name: str) -> None:
    """Every asset has a description, an owner, a tag and the kinds of its technology."""
    spec = _node(defs, name)
    assert spec.description
    assert list(spec.owners) == ["team:weather"]
    assert spec.tags["domain"] == "weather"
    assert spec.kinds & {"python", "dbt"}


@pytest.mark.parametrize("name", STEPS)
def test_an_asset_is_partitioned_by_utc_day_and_tried_again(defs: dg.Definitions, name: str) -> None:
    """Every asset that runs has the same daily partitions from 2013 on, one run a day, and a retry policy."""
    asset = defs.resolve_assets_def(name)
    assert asset.partitions_def == dg.DailyPartitionsDefinition("2013-01-01", timezone="UTC")
    assert asset.backfill_policy == dg.BackfillPolicy.multi_run(1)
    assert asset.op.retry_policy is not None
    assert asset.op.retry_policy.max_retries == 2


def test_the_seed_is_not_part_of_a_days_run(defs: dg.Definitions) -> None:
    """The seed is seen in the lineage, but loaded on deployment."""
    graph = defs.resolve_asset_graph()
    assert {key.to_user_string() for key in graph.external_asset_keys} == {"station_cities"}


def test_dbt_tests_are_asset_checks(defs: dg.Definitions) -> None:
    """Every dbt test of a model is a check on its asset, the one over several tables among them."""
    checks = {(key.asset_key.to_user_string(), key.name) for key in defs.resolve_asset_graph().asset_check_keys}
    assert len(checks) == 23
    assert ("stg_weather__readings", "rows_are_conserved") in checks
    assert {asset for asset, _ in checks} == {"stg_weather__readings", "city_aggregates", "daily_weather_summary"}


def test_the_job_runs_every_asset(defs: dg.Definitions) -> None:
    """One job has all assets that run, with their partitions."""
    job = defs.resolve_job_def("weather_etl")
    assert sorted(key.to_user_string() for key in job.asset_layer.executable_asset_keys) == STEPS
    assert job.partitions_def is not None
