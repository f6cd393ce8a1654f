"""What lies in a landing folder: which files are landings, and for which days each of them is read.

A landing is a regular file whose name ends in .csv or .csv.gz, in any case; hidden files (``.x.csv``) and lock files
(``~$x.csv``) are none, and folders are not looked into. A date in its name says which day it holds, two dates say the
range between them; no date, or one that no row bears out (a download's, say), says nothing.

Light on purpose: an orchestrator looks at a folder again and again, and has no use for pandas while it does.
"""

import csv
import gzip
import io
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from shared_etl.days import Days
from shared_etl.errors import InputError, sentence, shown

ENDINGS = (".csv", ".csv.gz")
_NOT_LANDED = (".", "~$")
"""How the names of hidden files begin, and of those that an office program locks."""
_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})-?(\d{2})-?(\d{2})(?!\d)")
_ROWS_LOOKED_AT = 1_000
_BROKEN = (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error, InputError)


@dataclass(frozen=True)
class PassedOver:
    """Something in a landing folder that was not read, and why."""

    file: str
    why: str


def landings(folder: Path) -> tuple[list[Path], list[PassedOver]]:
    """The folder's landings by name, links that lead nowhere among them, and what else lies there.

    Raises InputError where the folder cannot be read.
    """
    found, others = [], []
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(sentence(error, shown(folder))) from error
    for path in paths:
        if why := why_not_landed(path):
            others.append(PassedOver(shown(path.name), why))
        else:
            found.append(path)
    return found, others


def why_not_landed(path: Path) -> str | None:
    """Why what is there is no landing; None where it is one, or a link of such a name that leads nowhere."""
    try:
        kind = path.stat().st_mode
    except OSError:
        kind = stat.S_IFREG  # whoever reads it will say what is wrong
    if stat.S_ISDIR(kind):
        return "a folder, which is not looked into"
    if path.name.startswith(_NOT_LANDED):
        return "hidden, or a lock"
    if not path.name.lower().endswith(ENDINGS):
        return f"its name does not end in {' or '.join(ENDINGS)}"
    if not stat.S_ISREG(kind):
        return "no regular file"
    return None


def days_in_name(path: Path) -> Days | None:
    """The day of the date in the file's name (YYYY-MM-DD or YYYYMMDD), or from its first to its last; None without."""
    found = []
    for match in _DATE_IN_NAME.finditer(path.name):
        try:
            found.append(date(*map(int, match.groups())))
        except ValueError:
            continue
    return Days(min(found), max(found)) if found else None


def days_of(path: Path) -> Days | None:
    """The days that the file's name says, unless none of its first rows is of them or of a day next to them.

    A file that cannot be read is taken at its name's word, so that it stops its own days alone.
    """
    said = days_in_name(path)
    if said is None:
        return None
    near, seen = around(said), False
    try:
        for day in islice(_days_of_rows(path), _ROWS_LOOKED_AT):
            if day in near:
                return said
            seen = True
    except _BROKEN:
        return said
    return None if seen else said


def around(days: Days) -> Days:
    """The days with one before and one after: a local day is not a UTC day."""
    one = timedelta(days=1)
    return Days(
        days.start - one if days.start > date.min else days.start, days.end + one if days.end < date.max else days.end
    )


def open_bytes(path: Path) -> io.BufferedReader:
    """The file's content, unpacked where its name says gzip.

    Raises InputError for what is no regular file: opening a FIFO would wait for ever.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise InputError(f"{shown(path)}: is no regular file")
    return io.BufferedReader(gzip.GzipFile(path)) if path.name.lower().endswith(".gz") else path.open("rb")


def is_text(name: str) -> bool:
    """Whether the name is text, which a database can hold: not bytes of another encoding."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _days_of_rows(path: Path) -> Iterator[date]:
    """The UTC day of each row with a time that can be read."""
    with io.TextIOWrapper(open_bytes(path), encoding="utf-8-sig", newline="") as lines:
        records = csv.reader(lines)
        header = next(records, [])
        if "time_hour" not in header:
            return
        place = header.index("time_hour")
        for fields in records:
            try:
                time = datetime.fromisoformat(fields[place])
                yield (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).date()
            except (ValueError, IndexError, OverflowError):
                continue
