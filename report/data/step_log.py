"""Reads the core's step log of one measurement."""

from pathlib import Path

import pandas as pd

from report.errors import AGAIN, ResultError, name_of

# fmt: off
STEP_LOG_COLUMNS = [
    "id", "stack", "step", "kind", "partition_start", "partition_end", "attempt", "outcome", "started_at",
    "ended_at", "cpu_seconds", "rows_in", "rows_out", "rows_rejected", "process", "host",
]
# fmt: on
ALLOWED = {"kind": {"python", "dbt model", "dbt test", "dbt seed"}, "outcome": {"done", "failed", "running"}}


def read_step_log(path: Path) -> pd.DataFrame:
    """The step log with dates as dates and times in UTC; ended_at is NaT while a step runs."""
    try:
        log = pd.read_csv(path, dtype={"process": str, "host": str})
    except OSError as error:
        raise ResultError(f"{name_of(path)}: cannot be read ({error.strerror}); {AGAIN}") from error
    except ValueError as error:
        raise ResultError(f"{name_of(path)}: is not a CSV file ({error}); {AGAIN}") from error
    if missing := [column for column in STEP_LOG_COLUMNS if column not in log]:
        raise ResultError(f"{name_of(path)}: a required column is missing at {missing[0]}; {AGAIN}")
    for column, allowed in ALLOWED.items():
        if unknown := set(log[column]) - allowed:
            raise ResultError(f"{name_of(path)}: an unknown value {unknown.pop()!r} at {column}; {AGAIN}")
    for column in ("partition_start", "partition_end", "started_at", "ended_at"):
        try:
            log[column] = pd.to_datetime(log[column], utc=column.endswith("_at"), format="ISO8601")
        except ValueError as error:
            raise ResultError(f"{name_of(path)}: not a date or time at {column} ({error}); {AGAIN}") from error
        if column != "ended_at" and log[column].isna().any():
            raise ResultError(f"{name_of(path)}: an empty value at {column}; {AGAIN}")
    return log
