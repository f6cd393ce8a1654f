"""Readings from CSV files, plain or gzip; among them the packaged ones.

A row belongs to the day of its UTC time_hour. A row whose time cannot be read belongs to the file's own day: the date
in the file's name, else the day of the first row that has one. A file with a date in its name may hold rows of that
day and of the days around it (a local day is not a UTC day) and is read for these alone; a file with none is read for
every day.
"""

import gzip
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import IO

import pandas as pd

from shared_etl.days import Days
from shared_etl.errors import InputError
from shared_etl.readings import RAW_COLUMNS, SOURCE_COLUMNS, observed_at

_CHUNK_ROWS = 50_000
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
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
            named_for = _date_in_name(path)
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
        return sorted(path for path in self.path.iterdir() if path.name.endswith((".csv", ".csv.gz")))


def _read_file(path: Path, named_for: date | None, days: Days) -> Iterator[pd.DataFrame]:
    """The file's rows of the days, as frames of RAW_COLUMNS."""
    own_day = named_for
    undated: list[pd.DataFrame] = []
    for chunk in _chunks(path):
        chunk["day"] = observed_at(chunk["time_hour"]).dt.date
        dated = chunk[chunk["day"].notna()]
        if named_for:
            _check_days(path, named_for, dated)
        elif own_day is None and not dated.empty:
            own_day = dated["day"].iloc[0]
        without = chunk[chunk["day"].isna()]
        if not without.empty:
            undated.append(without)
        inside = dated[dated["day"].between(days.start, days.end)]
        if not inside.empty:
            yield _landed(inside)
    if undated and own_day is None:
        raise InputError(
            f"{path}: line {undated[0]['line'].iloc[0]}, column time_hour: no row has a time that can be read, so the file "
            "belongs to no day; put its date (YYYY-MM-DD) into its name"
        )
    for chunk in undated:
        if own_day in days:
            yield _landed(chunk.assign(day=own_day))


def _landed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.rename(columns={"day": "partition_date"})[list(RAW_COLUMNS)]


def _check_days(path: Path, named_for: date, dated: pd.DataFrame) -> None:
    near = _around(named_for)
    stray = dated[~dated["day"].between(near.start, near.end)]
    if not stray.empty:
        line, time_hour = stray.iloc[0][["line", "time_hour"]]
        raise InputError(
            f"{path}: line {line}, column time_hour: {time_hour} is more than a day away from the date in the file's name; "
            "take the date out of the name if the file holds many days"
        )


def _around(day: date) -> Days:
    return Days(day - timedelta(days=1), day + timedelta(days=1))


def _date_in_name(path: Path) -> date | None:
    for match in _DATE_IN_NAME.finditer(path.name):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            continue
    return None


def _chunks(path: Path) -> Iterator[pd.DataFrame]:
    """The file's rows as frames of SOURCE_COLUMNS (texts) with source_file and line (the header is line 1)."""
    try:
        with _open(path) as lines:
            _check_header(path, lines)
            lines.seek(0)
            reader = pd.read_csv(
                lines,
                usecols=list(SOURCE_COLUMNS),
                dtype="str",
                na_filter=False,
                # A blank line keeps its number; it is taken out below.
                skip_blank_lines=False,
                encoding="utf-8",
                chunksize=_CHUNK_ROWS,
            )
            for chunk in reader:
                if not isinstance(chunk.index, pd.RangeIndex):
                    raise InputError(f"{path}: line 2: more fields than the header has columns")
                chunk.insert(0, "source_file", path.name)
                chunk.insert(1, "line", chunk.index + 2)
                blank = (chunk[list(SOURCE_COLUMNS)] == "").all(axis="columns")
                yield chunk[~blank].copy()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{path}: the gzip file is broken or cut short ({error}); fetch it again") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: {_undecodable(path)} is not UTF-8; save the file as UTF-8") from error
    except pd.errors.ParserError as error:
        raise InputError(f"{path}: {str(error).strip().removeprefix('Error tokenizing data. C error: ')}") from error


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb")


def _check_header(path: Path, lines: IO[bytes]) -> None:
    header = pd.read_csv(lines, nrows=0, dtype="str", encoding="utf-8") if lines.peek(1) else None  # type: ignore[attr-defined]
    if header is None:
        raise InputError(f"{path}: line 1: the file is empty; it needs a header with {', '.join(SOURCE_COLUMNS)}")
    missing = [column for column in SOURCE_COLUMNS if column not in header.columns]
    if missing:
        raise InputError(f"{path}: line 1: the header lacks the column {', '.join(missing)}")


def _undecodable(path: Path) -> str:
    with _open(path) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                column = line[: error.start].count(b",") + 1
                return f"line {number}, field {column}"
    return "the text"
