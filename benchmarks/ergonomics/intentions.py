"""The ten test intentions, written once for each tool: where they are, and what their tests stand on."""

from pathlib import Path

from benchmarks.deployment.environments import PROJECT
from records.ergonomics import Tool

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

PREREQUISITES = {
    "manifest": "dbt's manifest",
    "postgres": "a PostgreSQL server",
    "deployed": "a deployed warehouse",
    "connection": "an Airflow connection",
    "airflow_home": "an Airflow folder",
    "metadata": "a migrated Airflow database",
    "landing": "a landing folder",
}
"""Fixture -> what has to exist before a test that uses it."""


def folder(tool: Tool) -> Path:
    """Where the tool's tests are."""
    return Path("tests") / f"{tool}_d{'ags' if tool == 'airflow' else 'efs'}"


def file_of(tool: Tool, intention: str) -> Path:
    """The file of an intention's tests, from the project's root."""
    return folder(tool) / f"test_{tool}_{intention}.py"


def python(tool: Tool) -> Path:
    """The interpreter of the environment that the tool's tests run in."""
    return PROJECT / ".venvs" / f"{tool}-test" / "bin" / "python"
