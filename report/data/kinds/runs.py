"""Folders of `bench run`: a part for each family of scenarios."""

from pathlib import Path

from records.plan import PLAN
from report.data.kinds import Kind, Part
from report.data.read import read_results


def read(folder: Path) -> dict[str, Part]:
    """Family -> its results; with the variant after it where there is one: backfills-warm, backfills-compose."""
    results = read_results(folder)
    after = f"-{results.variant}" if results.variant else ""
    return {f"{family}{after}": results.of_family(family) for family in results.families}


KIND = Kind(PLAN, read)
