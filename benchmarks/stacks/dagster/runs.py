"""Dagster's runs, as GraphQL filters them and tells of them."""

from typing import Any

from benchmarks.errors import BackfillError
from shared_etl.days import Days

_BACKFILL = "dagster/backfill"
"""The tag of a backfill's runs: its id."""
_FIRST_RUN = "dagster/root_run_id"
"""The tag of a run that was made because another had failed: the first one's id."""

Runs = dict[str, Any]
"""Some runs, as GraphQL filters them."""


def runs_of(backfill: str) -> Runs:
    """The runs of a backfill."""
    return {"tags": [{"key": _BACKFILL, "value": backfill}]}


def retries_of(run: str) -> Runs:
    """The runs that were made because that one failed."""
    return {"tags": [{"key": _FIRST_RUN, "value": run}]}


def backfill_of(runs: Runs) -> str:
    """The backfill that the runs are all of; '' where they are of none."""
    return next((tag["value"] for tag in runs.get("tags", ()) if tag["key"] == _BACKFILL), "")


def accepted(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer to a launch; raises BackfillError where Dagster refused it."""
    if answer["__typename"] not in ("LaunchBackfillSuccess", "LaunchRunSuccess"):
        raise BackfillError(f"not launched: {answer.get('message', answer['__typename'])}")
    return answer


def check_ended(runs: list[dict[str, Any]], days: Days) -> None:
    """Raise BackfillError where a run failed, or the runs are not for all of the days."""
    failed = sum(run["status"] != "SUCCESS" for run in runs)
    if failed:
        raise BackfillError(f"{failed} of {len(runs)} runs failed")
    missing = {str(day) for day in days} - _partitions(runs)
    if missing:
        raise BackfillError(f"no run for {', '.join(sorted(missing))}")


def _partitions(runs: list[dict[str, Any]]) -> set[str]:
    """The partitions that the runs are for, one each or a range each."""
    found: set[str] = set()
    for run in runs:
        tags = {tag["key"]: tag["value"] for tag in run["tags"]}
        if "dagster/partition" in tags:
            found.add(tags["dagster/partition"])
        else:
            span = Days.parse(tags["dagster/asset_partition_range_start"], tags["dagster/asset_partition_range_end"])
            found |= {str(day) for day in span}
    return found
