"""The Dagster side of the pipeline, run in this process with no instance and no service."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shared_etl.warehouse import Warehouse

if TYPE_CHECKING:
    import dagster as dg

Run = Callable[..., "dg.ExecuteInProcessResult"]


@pytest.fixture(scope="session")
def defs(manifest: Path) -> "dg.Definitions":
    """The code location, as Dagster loads it; its models come from the manifest."""
    from dagster_defs.definitions import defs

    return defs()


@pytest.fixture
def run(defs: "dg.Definitions", warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Materialize assets (all, or those named) for a day or a range of days, in this test's warehouse."""
    import dagster as dg

    from dagster_defs.resources import resources

    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    monkeypatch.setenv("WAREHOUSE_APPLICATION_NAME", "dagster")

    def materialize(start: str, end: str | None = None, only: list[str] | None = None) -> "dg.ExecuteInProcessResult":
        days = {"dagster/asset_partition_range_start": start, "dagster/asset_partition_range_end": end}
        return dg.materialize(
            [asset for asset in defs.assets or () if isinstance(asset, dg.AssetsDefinition)],
            partition_key=None if end else start,
            tags=days if end else None,
            selection=dg.AssetSelection.assets(*only) if only else None,
            resources=resources(),
            raise_on_error=False,
        )

    return materialize


@pytest.fixture
def run_day(run: Run) -> Callable[[str], bool]:
    """Materialize every asset for a day in this test's warehouse; returns whether all went well."""
    return lambda day: run(day).success


@pytest.fixture
def no_waiting(defs: "dg.Definitions", monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that failed is tried again at once."""
    for key in defs.resolve_asset_graph().executable_asset_keys:
        op = defs.resolve_assets_def(key).op
        if op.retry_policy:
            monkeypatch.setattr(op, "_retry_policy", op.retry_policy._replace(delay=0))
