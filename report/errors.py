"""What can be wrong with results, and how it is said."""

from pathlib import Path

AGAIN = "run the benchmark again, or restore the file as it was written"
"""What to do about a file that is not as it should be."""


class ResultError(Exception):
    """A results folder that cannot be read: which file, what is wrong, where, and what to do."""


def name_of(path: Path) -> str:
    """A file's place in its results folder."""
    return f"{path.parent.name}/{path.name}" if path.parent.name in ("measurements", "step_log") else path.name
