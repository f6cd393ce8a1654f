"""What is in a tool's times whatever the work: waiting for a daemon's turn."""

from collections.abc import Iterable
from typing import Final

from report.data.series import Series

TURN_S: Final = 30
"""How often Dagster's backfill daemon looks for work; no setting changes it."""


def waiting(series: Iterable[Series]) -> str:
    """What of Dagster's wall time is waiting; empty where it is not among them."""
    if not any(one.stack == "dagster" for one in series):
        return ""
    return f"Dagster's wall time includes about {TURN_S // 2} s of waiting for its backfill daemon, whatever the work."
