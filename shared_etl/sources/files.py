"""Readings from CSV files, plain or gzip; among them the packaged ones.

A row belongs to the day of its UTC time_hour. A row whose time cannot be read belongs to the file's own day: the date
in the file's name, else the day of the first row that has one. A file with a date in its name may hold rows of that
day and of the days around it (a local day is not a UTC day) and is read for these alone; a file with none is read for
every day.
"""

import csv
import gzip
import io
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from operator import itemgetter
from pathlib import Path

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from shared_etl.arrivals import ENDINGS, date_in_name
from shared_etl.days import Days
from shared_etl.errors import InputError
from shared_etl.readings import RAW_COLUMNS, SOURCE_COLUMNS
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

    def read(self, days: Days) -> Iterator[pd.DataFrame]:
        """The readings of the days, file by file in the order of their names.

        Raises InputError for a file that is broken and belongs to the days; one that is named for a day next to them
        is left to its own day's run, with a warning.
        """
        for path in self._paths():
            named_for = date_in_name(path)
            if named_for is None or named_for in days:
                yield from _read_file(path, named_for, days)
            elif _around(named_for).start <= days.end and days.start <= _around(named_for).end:
                try:
                    frames = list(_read_file(path, named_for, days))
                except InputError as error:
                    _logger.warning("%s; its rows of %s are missing until it is mended and landed again", error, days)
                else:
                    yield from frames

    def _paths(self) -> list[Path]:
        if self.path.is_file():
            return [self.path]
        if not self.path.is_dir():
            raise InputError(f"source files:{self.path}: there is no such file or folder")
        return sorted(path for path in self.path.iterdir() if path.name.endswith(ENDINGS))


def _read_file(path: Path, named_for: date | None, days: Days) -> Iterator[pd.DataFrame]:
    """The file's rows of the days, as frames of RAW_COLUMNS."""
    first, last = (pd.Timestamp(day, tz="UTC") for day in (days.start, days.end))
    own_day = named_for
    undated: list[pd.DataFrame] = []
    for chunk in _chunks(path):
        day = observed_at(chunk["time_hour"]).dt.normalize()
        if named_for:
            _check_days(path, named_for, chunk, day)
        elif own_day is None and day.notna().any():
            own_day = day[day.notna()].iloc[0].date()
        if day.isna().any():
            undated.append(chunk[day.isna()])
        inside = day.between(first, last)
        if inside.any():
            yield _landed(chunk[inside], day[inside].dt.date)
    if undated and own_day is None:
        raise InputError(
            f"{path}: line {undated[0]['line'].iloc[0]}, column time_hour: no row has a time that can be read, so the "
            "file belongs to no day; put its date (YYYY-MM-DD) into its name"
        )
    if own_day and own_day in days:
        for chunk in undated:
            yield _landed(chunk, own_day)


def _landed(rows: pd.DataFrame, day: "pd.Series[date] | date") -> pd.DataFrame:
    return rows.assign(partition_date=day)[list(RAW_COLUMNS)]


def _check_days(path: Path, named_for: date, rows: pd.DataFrame, day: pd.Series) -> None:
    near = _around(named_for)
    stray = rows[day.notna() & ~day.between(pd.Timestamp(near.start, tz="UTC"), pd.Timestamp(near.end, tz="UTC"))]
    if not stray.empty:
        line, time_hour = stray.iloc[0][["line", "time_hour"]]
        raise InputError(
            f"{path}: line {line}, column time_hour: {time_hour} is more than a day away from the date in the file's "
            "name; take the date out of the name if the file holds many days"
        )


def _around(day: date) -> Days:
    return Days(day - timedelta(days=1), day + timedelta(days=1))


def _chunks(path: Path) -> Iterator[pd.DataFrame]:
    """The file's rows as frames of SOURCE_COLUMNS (texts) with source_file and line (the header is line 1).

    Strict, where pandas is lenient: a line that has not the header's number of fields is an error, not a guess.
    """
    try:
        with io.TextIOWrapper(_open(path), encoding="utf-8-sig", newline="") as lines:
            yield from _frames(path, lines)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{path}: the gzip file is broken or cut short ({error}); fetch it again") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: {_undecodable(path)} is not UTF-8; save the file as UTF-8") from error


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


def _open(path: Path) -> io.BufferedReader:
    return io.BufferedReader(gzip.GzipFile(path)) if path.name.endswith(".gz") else path.open("rb")


def _undecodable(path: Path) -> str:
    with _open(path) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return f"line {number}, field {line[: error.start].count(b',') + 1}"
    return "the text"
