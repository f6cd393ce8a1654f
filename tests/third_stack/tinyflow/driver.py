"""Drives Tinyflow: one process per backfill."""

from benchmarks.deployment.environments import PROJECT
from benchmarks.stacks.job import JobStack
from shared_etl.days import Days


class Tinyflow(JobStack):
    """Runs the wrapper's command, which is in a folder of the project."""

    def arguments(self, days: Days) -> list[str]:
        """The days one after the other."""
        return ["-m", "tinyflow_jobs", str(days.start), str(days.end)]

    def environment(self) -> dict[str, str]:
        """With the project's folder on Python's path."""
        return {**super().environment(), "PYTHONPATH": str(PROJECT)}
