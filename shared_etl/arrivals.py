"""Files that have landed: which there are, which day each is for, and when it was written.

Light on purpose: an orchestrator looks at a folder again and again, and has no use for pandas while it does.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

ENDINGS = (".csv", ".csv.gz")
_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})-?(\d{2})-?(\d{2})(?!\d)")


@dataclass(frozen=True)
class Arrival:
    """One file in a landing folder, as it is now."""

    file: str
    day: date
    """The UTC date in its name."""
    written_at: datetime
    """When it was last written: another time, another arrival."""


def landing_folder(source: str) -> Path | None:
    """The folder that files land in, where the text names such a source (files:PATH); None for any other."""
    kind, _, detail = source.partition(":")
    return Path(detail).expanduser() if kind == "files" and detail else None


def arrivals(folder: Path) -> list[Arrival]:
    """The folder's ``*.csv`` and ``*.csv.gz`` with a date in their names, by day and name; [] where it is not there.

    A file has to appear under its name when it is whole: whoever lands it writes it under another and renames it.
    """
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        day = date_in_name(path)
        if day and path.name.endswith(ENDINGS):
            found.append(Arrival(path.name, day, datetime.fromtimestamp(path.stat().st_mtime, UTC)))
    return sorted(found, key=lambda arrival: (arrival.day, arrival.file))


def date_in_name(path: Path) -> date | None:
    """The first date (YYYY-MM-DD or YYYYMMDD) in the file's name; None where there is none."""
    for match in _DATE_IN_NAME.finditer(path.name):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            continue
    return None
