"""The ten test intentions, written once for each tool: where they are, and what their tests stand on."""

from pathlib import Path

from benchmarks.ergonomics.tools import suites

INTENTIONS = {
    "transformation": "a pure transformation",
    "isolated_step": "one step in isolation, with a fake warehouse",
    "step_on_postgresql": "the same step on a real PostgreSQL",
    "graph": "the graph: right nodes, right edges",
    "whole_day": "the whole pipeline for one day",
    "failing_step": "a failing step stops what depends on it",
    "retries": "retries are configured, and happen",
    "schedule": "schedule and partitions: which runs are due",
    "arrivals": "a file that lands starts one run",
    "quality_checks": "data-quality checks fail on bad data",
}
UNIT = ("transformation", "isolated_step", "graph", "schedule", "arrivals")
"""Those whose tests need no database of the pipeline's."""

_PREREQUISITES = {
    "manifest": "dbt's manifest",
    "postgres": "a PostgreSQL server",
    "deployed": "a deployed warehouse",
    "landing": "a landing folder",
}


def prerequisites(tool: str) -> dict[str, str]:
    """Fixture -> what has to exist before a test of the tool that uses it."""
    return {**_PREREQUISITES, **suites()[tool].prerequisites}


def file_of(tool: str, intention: str) -> Path:
    """The file of an intention's tests, from the project's root."""
    return Path(suites()[tool].tests) / f"test_{tool}_{intention}.py"
