"""The graph with nothing to do, with which the harness measures Dagster alone."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from shared_etl.warehouse import Warehouse

Query = Callable[..., list[tuple[object, ...]]]

FILE = Path(__file__).parents[2] / "benchmarks" / "stacks" / "dagster" / "no_op" / "no_op.py"


@pytest.fixture(scope="session")
def no_op() -> dg.Definitions:
    """The definitions in the file, loaded from it as a code server does."""
    spec = importlib.util.spec_from_file_location("no_op", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    defs = module.defs
    assert isinstance(defs, dg.Definitions)
    return defs


def _graph(defs: dg.Definitions) -> dict[str, object]:
    """What a control plane sees of each asset."""
    graph = defs.resolve_asset_graph()
    seen: dict[str, object] = {}
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        step = defs.resolve_assets_def(key)
        seen[key.to_user_string()] = (
            {parent.to_user_string() for parent in node.parent_keys},
            node.partitions_def,
            node.backfill_policy,
            step.op.retry_policy if step.is_executable else None,
            step.can_subset,
            {together.to_user_string() for together in step.keys},
        )
    return seen


def test_the_graph_is_the_pipelines(no_op: dg.Definitions, defs: dg.Definitions) -> None:
    """Keys, dependencies, partitions, policies, and which assets are one step, are those of the real assets."""
    assert _graph(no_op) == _graph(defs)


def test_a_day_only_writes_the_step_log(no_op: dg.Definitions, query: Query, warehouse: Warehouse) -> None:
    """Every step is logged once for its day, and no table has a row."""
    assets = [asset for asset in no_op.assets or () if isinstance(asset, dg.AssetsDefinition)]

    assert dg.materialize(assets, partition_key="2013-02-12").success

    log = query(
        "select step, partition_start::text, partition_end::text, outcome, attempt from etl.step_log order by id"
    )
    assert [step for step, *_ in log] == [
        "raw_weather_data",
        "cleaned_weather_data",
        "validated_readings",
        "stg_weather__readings",
        "city_aggregates",
        "daily_weather_summary",
        "weather_report",
    ]
    assert {tuple(rest) for _, *rest in log} == {("2013-02-12", "2013-02-12", "done", 1)}
    assert query("select count(*) from raw.weather_readings") == [(0,)]


def test_it_loads_neither_pandas_nor_dbt() -> None:
    """What a run of it costs is Dagster's own."""
    code = f"""
import runpy, sys
runpy.run_path({str(FILE)!r})
print(*sorted({{"pandas", "dbt", "dagster_dbt", "matplotlib"}} & sys.modules.keys()))
"""
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert loaded.split() == []
