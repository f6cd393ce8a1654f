"""What dbt's own logs tell of how it was called."""

from pathlib import Path

_WHOLE = "Unable to do partial parsing"
"""What dbt logs before it parses every file of a project, whether what it had parsed is void or is not there."""


def full_parses(folder: Path) -> int:
    """How often dbt parsed the whole project, by all of its logs in the folder."""
    return sum(
        line.count(_WHOLE) for log in folder.rglob("dbt.log*") for line in log.read_text(errors="replace").splitlines()
    )
