"""Folders of `bench run`: a part for each family of scenarios."""

from pathlib import Path

from records.plan import PLAN
from report.data.kinds import Kind, Part
from report.data.read import read_results


def read(folder: Path) -> dict[str, Part]:
    """Family -> its results; with the target after it where the stacks were not started by the harness."""
    results = read_results(folder)
    where = "" if results.plan.target == "embedded" else f"-{results.plan.target}"
    return {f"{family}{where}": results.of_family(family) for family in results.families}


KIND = Kind(PLAN, read)
