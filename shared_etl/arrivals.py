"""Files that have landed: which there are, which day each is for, and when it was written."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from shared_etl.errors import InputError
from shared_etl.landing import days_of, is_text, landings


@dataclass(frozen=True)
class Arrival:
    """One file in a landing folder, as it is now."""

    file: str
    day: date
    """The UTC date in its name."""
    written_at: datetime
    """When it was last written: another time, another arrival."""


def landing_folder(source: str) -> Path | None:
    """The folder that files land in, where the text names such a source (files:PATH); None for any other.

    Raises InputError where it begins with the home of a user that there is not.
    """
    kind, _, detail = source.partition(":")
    if kind != "files" or not detail:
        return None
    try:
        return Path(detail).expanduser()
    except RuntimeError as error:
        raise InputError(f"source {source}: there is no such user; write the path out") from error


def arrivals(folder: Path) -> list[Arrival]:
    """The folder's landings that are for one day by their names, by day and name; [] where the folder is not there.

    A file for many days, or with a date that none of its rows is of, starts nothing: its days are for a backfill. A
    file has to appear under its name when it is whole: whoever lands it writes it under another and renames it.
    """
    if not folder.is_dir():
        return []
    found = []
    for path in landings(folder)[0]:
        days = days_of(path)
        if days is None or len(days) > 1 or not is_text(path.name):
            continue
        try:
            written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:
            continue  # a link that leads nowhere, or a file that has just gone
        found.append(Arrival(path.name, days.start, written_at))
    return sorted(found, key=lambda arrival: (arrival.day, arrival.file))
