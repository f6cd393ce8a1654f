"""The assets that tasks read and write: one a step, by a name that no deployment changes."""

from airflow.sdk import Asset


def asset(step: str) -> Asset:
    """The step's asset; of a dbt node's unique id its last part is the step."""
    return Asset(f"weather/{step.rpartition('.')[2]}")
