"""The pipeline as a code location, whatever the runs of its backfills and what executes them."""

from pathlib import Path

import dagster as dg

from dagster_defs import assets


def weather(
    backfill_policy: dg.BackfillPolicy | None = None, executor: dg.ExecutorDefinition | None = None
) -> dg.Definitions:
    """All assets, and everything in defs/.

    One policy for every asset: a backfill runs assets together only where their policies agree, and dbt assets have
    another default (one run for all days) than Python assets (one run per day). The assets themselves take any range.
    """
    return dg.Definitions.merge(
        dg.Definitions(
            assets=dg.load_assets_from_package_module(assets, include_specs=True, backfill_policy=backfill_policy),
            executor=executor,
        ),
        dg.load_from_defs_folder(path_within_project=Path(__file__).parent),
    )
