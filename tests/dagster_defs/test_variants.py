"""The code locations with other runs: the same as the usual one in all else."""

import dagster as dg
import pytest

VARIANTS = {
    "single_run": dg.BackfillPolicy.single_run(),
    "batched": dg.BackfillPolicy.multi_run(5),
}
MODELS = {"stg_weather__readings", "city_aggregates", "daily_weather_summary"}


@pytest.fixture(scope="session")
def variants(manifest: object) -> dict[str, dg.Definitions]:
    """Each code location, as Dagster loads it; its models come from the manifest."""
    from dagster_defs.variants import batched, single_run, stock

    return {"single_run": single_run.defs(), "batched": batched.defs(), "stock": stock.defs()}


def _assets(defs: dg.Definitions) -> dict[str, dg.AssetsDefinition]:
    graph = defs.resolve_asset_graph()
    return {key.to_user_string(): defs.resolve_assets_def(key) for key in graph.executable_asset_keys}


def _specs(defs: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}


@pytest.mark.parametrize("name", ["stock", *VARIANTS])
def test_a_code_location_loads(variants: dict[str, dg.Definitions], name: str) -> None:
    """Everything that the assets need is defined."""
    dg.Definitions.validate_loadable(variants[name])


@pytest.mark.parametrize(("name", "policy"), VARIANTS.items())
def test_every_asset_has_the_policy(variants: dict[str, dg.Definitions], name: str, policy: dg.BackfillPolicy) -> None:
    """A backfill runs assets together only where their policies agree."""
    policies = {key: asset.backfill_policy for key, asset in _assets(variants[name]).items()}
    assert len(policies) == 7
    assert set(policies.values()) == {policy}


def test_stock_has_no_policy_and_no_executor_of_ours(variants: dict[str, dg.Definitions]) -> None:
    """Python assets have none, dbt assets dagster-dbt's own; a run has the default executor, of a process per step."""
    policies = {key: asset.backfill_policy for key, asset in _assets(variants["stock"]).items()}
    assert {key for key, policy in policies.items() if policy} == MODELS
    assert {policies[model] for model in MODELS} == {dg.BackfillPolicy.single_run()}
    assert variants["stock"].executor is None


@pytest.mark.parametrize("name", VARIANTS)
def test_a_run_does_its_steps_in_one_process(
    defs: dg.Definitions, variants: dict[str, dg.Definitions], name: str
) -> None:
    """Whoever asks for it: a schedule, a sensor or a person."""
    assert defs.executor is variants[name].executor is dg.in_process_executor
    assert variants[name].resolve_job_def("weather_etl").executor_def is dg.in_process_executor


@pytest.mark.parametrize("name", ["stock", *VARIANTS])
def test_the_assets_are_the_same(defs: dg.Definitions, variants: dict[str, dg.Definitions], name: str) -> None:
    """Specs, checks, steps, partitions and retries are those of the code location with one run per day."""
    ours, theirs = _assets(variants[name]), _assets(defs)

    assert _specs(variants[name]) == _specs(defs)
    assert variants[name].resolve_asset_graph().asset_check_keys == defs.resolve_asset_graph().asset_check_keys
    assert ours.keys() == theirs.keys()
    for key, asset in ours.items():
        assert asset.op is theirs[key].op
        assert asset.partitions_def == theirs[key].partitions_def


@pytest.mark.parametrize("name", ["stock", *VARIANTS])
def test_all_else_is_the_same(defs: dg.Definitions, variants: dict[str, dg.Definitions], name: str) -> None:
    """Jobs, schedules, sensors and resources are those of the code location with one run per day."""
    for what in ("jobs", "schedules", "sensors"):
        named = [[one.name for one in getattr(each, what) or ()] for each in (variants[name], defs)]
        assert named[0] == named[1] != []
    assert (variants[name].resources or {}).keys() == (defs.resources or {}).keys()
