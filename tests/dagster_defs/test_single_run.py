"""The code location whose backfills are one run: the same as the other in all else."""

from pathlib import Path

import dagster as dg
import pytest


@pytest.fixture(scope="session")
def single_run(manifest: Path) -> dg.Definitions:
    """The code location, as Dagster loads it; its models come from the manifest."""
    from dagster_defs.single_run import defs

    return defs


def _assets(defs: dg.Definitions) -> dict[str, dg.AssetsDefinition]:
    graph = defs.resolve_asset_graph()
    return {key.to_user_string(): defs.resolve_assets_def(key) for key in graph.executable_asset_keys}


def _specs(defs: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}


def test_the_code_location_loads(single_run: dg.Definitions) -> None:
    """Everything that the assets need is defined."""
    dg.Definitions.validate_loadable(single_run)


def test_a_backfill_is_one_run(single_run: dg.Definitions) -> None:
    """Every asset that runs says so: a backfill runs assets together only where their policies agree."""
    policies = {name: asset.backfill_policy for name, asset in _assets(single_run).items()}
    assert len(policies) == 7
    assert set(policies.values()) == {dg.BackfillPolicy.single_run()}


def test_the_assets_are_the_same(defs: dg.Definitions, single_run: dg.Definitions) -> None:
    """Specs, checks, steps, partitions and retries are those of the code location with a run a day."""
    ours, theirs = _assets(single_run), _assets(defs)

    assert _specs(single_run) == _specs(defs)
    assert single_run.resolve_asset_graph().asset_check_keys == defs.resolve_asset_graph().asset_check_keys
    assert ours.keys() == theirs.keys()
    for name, asset in ours.items():
        assert asset.op is theirs[name].op
        assert asset.partitions_def == theirs[name].partitions_def


def test_all_else_is_the_same(defs: dg.Definitions, single_run: dg.Definitions) -> None:
    """Jobs, schedules, sensors and resources are those of the code location with a run a day."""
    assert single_run.jobs == defs.jobs
    assert single_run.schedules == defs.schedules
    assert single_run.sensors == defs.sensors
    assert single_run.resources == defs.resources
