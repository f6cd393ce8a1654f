"""Readings from CSV files, plain or gzip; among them the packaged ones.

A row belongs to the day of its UTC time_hour. A file that is named for a day may hold rows of that day and of the days
around it (a local day is not a UTC day) and is read for these alone; one that is named for a range, likewise; any other
is read for every day, and so is a file that is the source itself. shared_etl/landing.py says what a name says. A file
with no row of the day that it is named for stops that day, and is read for every other.

A row whose time cannot be read belongs to the day that its file is named for; in a file for several days, to the first
that it has a row of.
"""

import csv
import gzip
import io
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from operator import itemgetter
from pathlib import Path

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from shared_etl.days import Days
from shared_etl.errors import InputError, sentence, shown
from shared_etl.landing import PassedOver, around, days_in_name, days_of, is_text, landings, open_bytes
from shared_etl.readings import RAW_COLUMNS, SOURCE_COLUMNS
from shared_etl.sources.reading import Account, Reading
from shared_etl.times import observed_at

_CHUNK_ROWS = 50_000
_logger = logging.getLogger(__name__)


def packaged() -> "Files":
    """The real readings of New York's three airports in 2013 (CC0), UTC 2013-01-01 to 2013-12-30."""
    with resources.as_file(resources.files("shared_etl") / "data" / "nyc_airports_2013_hourly.csv.gz") as path:
        return Files(path)


@dataclass(frozen=True)
class Files:
    """A landing folder of ``*.csv`` and ``*.csv.gz``, or one such file."""

    path: Path

    def read(self, days: Days) -> Reading:
        """The readings of the days, file by file in the order of their names, with the account of what was read.

        Raises InputError for a file that is broken and belongs to the days; one that is named for a day next to them
        is left to its own day's run, with a warning.
        """
        account = Account(days)
        return Reading(self._frames(days, account), account)

    def held(self) -> Days | None:
        """From the first to the last day that any of its files has a row of, whatever it is named for; None of none.

        It reads all that there is; a file that is broken is left out.
        """
        found: list[date] = []
        for path, _ in self._files():
            try:
                for chunk in _chunks(path):
                    times = observed_at(chunk["time_hour"]).dropna()
                    found += [time.date() for time in (times.min(), times.max()) if not times.empty]
            except InputError:
                continue
        return Days(min(found), max(found)) if found else None

    def _frames(self, days: Days, account: Account) -> Iterator[pd.DataFrame]:
        for path, named_for in self._files(account):
            file = shown(path.name)
            account.read(file, named_for)
            if named_for is None and path != self.path:
                _check_own_day(path, days)
            if named_for is None or _overlap(named_for, days):
                for frame in _read_file(path, named_for, days):
                    account.landed(file, frame)
                    yield frame
            elif _overlap(around(named_for), days):
                try:
                    frames = list(_read_file(path, named_for, days))
                except InputError as error:
                    _logger.warning("%s; its rows of %s are missing until it is mended and landed again", error, days)
                    account.pass_over(PassedOver(file, f"broken: {error}"))
                else:
                    for frame in frames:
                        account.landed(file, frame)
                        yield frame

    def _files(self, account: Account | None = None) -> Iterator[tuple[Path, Days | None]]:
        """Each file with the days that it is named for; None for one that is read for every day."""
        try:
            if not self.path.is_dir():
                if not self.path.exists():
                    raise InputError(f"source files:{shown(self.path)}: there is no such file or folder")
                yield self.path, None
                return
        except OSError as error:
            raise InputError(sentence(error, f"source files:{shown(self.path)}")) from error
        found, others = landings(self.path)
        if account:
            account.pass_over(*others)
        for path in found:
            yield path, days_of(path)


def _read_file(path: Path, named_for: Days | None, days: Days) -> Iterator[pd.DataFrame]:
    """The file's rows of the days, as frames of RAW_COLUMNS."""
    first, last = (pd.Timestamp(day, tz="UTC") for day in (days.start, days.end))
    found: date | None = None
    undated: list[pd.DataFrame] = []
    for chunk in _chunks(path):
        day = observed_at(chunk["time_hour"]).dt.normalize()
        if named_for:
            _check_days(path, named_for, chunk, day)
        if day.notna().any():
            earliest = day.min().date()
            found = min(found, earliest) if found else earliest
        if day.isna().any():
            undated.append(chunk[day.isna()])
        inside = day.between(first, last)
        if inside.any():
            yield _landed(chunk[inside], day[inside].dt.date)
    if not undated:
        return
    own_day = _own_day(path, named_for, found)
    if own_day is None:
        raise InputError(
            f"{shown(path)}: line {undated[0]['line'].iloc[0]}, column time_hour: no row has a time that can be read, "
            "so the file belongs to no day; put its date (YYYY-MM-DD) into its name"
        )
    if own_day in days:
        for chunk in undated:
            yield _landed(chunk, own_day)


def _own_day(path: Path, named_for: Days | None, first_found: date | None) -> date | None:
    """The day of the rows whose time cannot be read."""
    if named_for and len(named_for) == 1:
        return named_for.start
    if first_found:
        return first_found
    said = days_in_name(path)
    return said.start if said else None


def _overlap(some: Days, others: Days) -> bool:
    return some.start <= others.end and others.start <= some.end


def _landed(rows: pd.DataFrame, day: "pd.Series[date] | date") -> pd.DataFrame:
    return rows.assign(partition_date=day)[list(RAW_COLUMNS)]


def _check_days(path: Path, named_for: Days, rows: pd.DataFrame, day: pd.Series) -> None:
    near = around(named_for)
    stray = rows[day.notna() & ~day.between(pd.Timestamp(near.start, tz="UTC"), pd.Timestamp(near.end, tz="UTC"))]
    if not stray.empty:
        line, time_hour = stray.iloc[0][["line", "time_hour"]]
        raise InputError(
            f"{shown(path)}: line {line}, column time_hour: {time_hour} is more than a day away from the date in the "
            "file's name; take the date out of the name if the file holds many days"
        )


def _check_own_day(path: Path, days: Days) -> None:
    """Raises InputError where the days are those in the file's name, of which it has no row: it is misnamed."""
    said = days_in_name(path)
    if said and _overlap(said, days):
        for chunk in _chunks(path):
            _check_days(path, said, chunk, observed_at(chunk["time_hour"]).dt.normalize())


def _chunks(path: Path) -> Iterator[pd.DataFrame]:
    """The file's rows as frames of SOURCE_COLUMNS (texts) with source_file and line (the header is line 1).

    Strict, where pandas is lenient: a line that has not the header's number of fields is an error, not a guess.
    """
    if not is_text(path.name):
        raise InputError(f"{shown(path)}: its name is not UTF-8; rename it")
    try:
        with open_bytes(path) as content:
            if packed := _packed(content):
                raise InputError(f"{path}: {packed}")
            with io.TextIOWrapper(content, encoding="utf-8-sig", newline="") as lines:
                yield from _frames(path, lines)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{path}: the gzip file is broken or cut short ({error}); fetch it again") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: {_undecodable(path)} is not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise InputError(sentence(error, shown(path))) from error


def _packed(content: io.BufferedReader) -> str | None:
    """What is said of a file that is another format than its name says; None where it may be CSV."""
    begins = content.peek(4)
    if begins.startswith(b"\x1f\x8b"):
        return "is packed with gzip; let its name end in .csv.gz"
    if begins.startswith(b"PK\x03\x04"):
        return "is a zip archive (or a spreadsheet, which is one); land the CSV file that is in it"
    return None


def _frames(path: Path, lines: Iterable[str]) -> Iterator[pd.DataFrame]:
    records = csv.reader(lines, strict=True)
    rows: list[tuple[object, ...]] = []
    try:
        header: list[str] = next(records, [])
        wanted = _wanted(path, header)
        line = records.line_num + 1
        for fields in records:
            if fields:  # a blank line has none
                if len(fields) != len(header):
                    raise InputError(
                        f"{path}: line {line}: {len(fields)} fields, where the header has {len(header)}; the line is "
                        "cut short, or a comma in it is not quoted"
                    )
                rows.append((line, *wanted(fields)))
            if len(rows) == _CHUNK_ROWS:
                yield _frame(path, rows)
                rows = []
            line = records.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path}: line {records.line_num}: {error}") from error
    if rows:
        yield _frame(path, rows)


def _wanted(path: Path, header: list[str]) -> Callable[[list[str]], tuple[str, ...]]:
    """What takes the SOURCE_COLUMNS out of a record with this header."""
    if not header:
        raise InputError(f"{path}: line 1: there is no header; it needs {', '.join(SOURCE_COLUMNS)}")
    for fault, columns in (
        ("lacks the column", [column for column in SOURCE_COLUMNS if column not in header]),
        ("has more than once the column", [column for column in SOURCE_COLUMNS if header.count(column) > 1]),
    ):
        if columns:
            raise InputError(f"{path}: line 1: the header {fault} {', '.join(columns)}")
    first, second, *others = map(header.index, SOURCE_COLUMNS)
    return itemgetter(first, second, *others)


def _frame(path: Path, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    line, *columns = (pa.array(values) for values in zip(*rows, strict=True))
    for name, texts in zip(SOURCE_COLUMNS, columns, strict=True):
        if (place := pc.index(pc.match_substring(texts, "\0"), True).as_py()) >= 0:
            raise InputError(f"{path}: line {line[place]}, column {name} holds a NUL character; fetch the file again")
    frame: pd.DataFrame = pa.table([line, *columns], ["line", *SOURCE_COLUMNS]).to_pandas()
    return frame.assign(source_file=path.name)


def _undecodable(path: Path) -> str:
    with open_bytes(path) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return f"line {number}, field {line[: error.start].count(b',') + 1}"
    return "the text"
