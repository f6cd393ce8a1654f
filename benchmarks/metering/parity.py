"""The tables that a contender left, as CSV files, and how they differ from bare's."""

import filecmp
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from records.measurement import Difference, Parity, Rows
from shared_etl.days import Days
from shared_etl.readings import READING_COLUMNS, REJECTED_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

_DIFFERENCES_KEPT = 100


@dataclass(frozen=True)
class Table:
    """A table that every contender has to leave alike: where it is, and what names a row."""

    schema: str
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def day(self) -> str:
        """The column of the partition's day: keys begin with it."""
        return self.key[0]

    @property
    def file(self) -> str:
        """Its file in a contender's folder."""
        return f"{self.name}.csv"


_MEASURES = (
    "reading_count", "temperature_mean_c", "temperature_min_c", "temperature_max_c", "humidity_mean_pct",
    "wind_speed_max_ms", "precipitation_total_mm", "pressure_mean_hpa",
)  # fmt: skip
_LINE = ("partition_date", "source_file", "line")

TABLES = (
    Table("marts", "daily_weather_summary", ("observed_date", "station", *_MEASURES), ("observed_date", "station")),
    Table("marts", "city_aggregates", ("observed_date", "city", *_MEASURES), ("observed_date", "city")),
    Table("clean", "validated_readings", READING_COLUMNS, _LINE),
    Table("clean", "rejected_readings", ("step", *REJECTED_COLUMNS), _LINE),
)


def export(conninfo: str, folder: Path, days: Days | None = None) -> None:
    """Write every table to the folder, of the days alone if some are given.

    Rows are in the order of their keys: byte for byte the same for the same rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(conninfo) as connection:
        connection.execute("set time zone 'UTC'")
        for table in TABLES:
            # As text in C order, whatever the database's collation.
            order = sql.SQL(", ").join(sql.SQL('{}::text collate "C"').format(sql.Identifier(key)) for key in table.key)
            query = sql.SQL("copy (select {} from {} where {} order by {}) to stdout (format csv, header)").format(
                sql.SQL(", ").join(map(sql.Identifier, table.columns)),
                sql.Identifier(table.schema, table.name),
                _within(days, table.day),
                order,
            )
            with (folder / table.file).open("wb") as file, connection.cursor().copy(query) as copy:
                for block in copy:
                    file.write(block)


def export_step_log(conninfo: str, path: Path, after: int = 0) -> None:
    """Write the step log after that id, oldest execution first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    query = sql.SQL(
        "copy (select * from etl.step_log where id > {} order by id) to stdout (format csv, header)"
    ).format(sql.Literal(after))
    with psycopg.connect(conninfo) as connection, path.open("wb") as file:
        connection.execute("set time zone 'UTC'")
        with connection.cursor().copy(query) as copy:
            for block in copy:
                file.write(block)


def row_counts(conninfo: str, days: Days | None = None) -> Rows:
    """How many rows the warehouse holds, of the days alone if some are given."""
    names = {
        "landed": ("raw.weather_readings", "partition_date"),
        "validated": ("clean.validated_readings", "partition_date"),
        "rejected": ("clean.rejected_readings", "partition_date"),
        "station_days": ("marts.daily_weather_summary", "observed_date"),
        "city_days": ("marts.city_aggregates", "observed_date"),
    }
    with psycopg.connect(conninfo) as connection:
        counts = {}
        for name, (table, day) in names.items():
            query = sql.SQL("select count(*) from {} where {}").format(
                sql.Identifier(*table.split(".")), _within(days, day)
            )
            row = connection.execute(query).fetchone()
            assert row is not None
            counts[name] = row[0]
    return Rows(**counts)


def _within(days: Days | None, column: str) -> sql.Composable:
    """The condition that a row is of one of the days."""
    if days is None:
        return sql.SQL("true")
    bounds = map(sql.Literal, (days.start, days.end))
    return sql.SQL("{} between {} and {}").format(sql.Identifier(column), *bounds)


def same_files(one: Path, other: Path) -> bool:
    """Whether two folders hold the same tables, byte for byte."""
    return all(filecmp.cmp(one / table.file, other / table.file, shallow=False) for table in TABLES)


def parity(bare: Path, contender: Path) -> Parity:
    """Compare a contender's tables with bare's, row by row."""
    differences = [difference for table in TABLES for difference in _differences(table, bare, contender)]
    return Parity(
        identical=not differences,
        differences=differences[:_DIFFERENCES_KEPT],
        difference_count=len(differences),
    )


def _differences(table: Table, bare: Path, contender: Path) -> list[Difference]:
    if filecmp.cmp(bare / table.file, contender / table.file, shallow=False):
        return []
    ours, theirs = _read(bare / table.file, table.key).align(_read(contender / table.file, table.key), axis="index")
    found = []
    for missing, values in ((ours, ("absent", "present")), (theirs, ("present", "absent"))):
        for key in missing.index[missing.isna().all(axis="columns")]:
            found.append(_difference(table, key, "*", *values))
    both = ours.notna().any(axis="columns") & theirs.notna().any(axis="columns")
    for column in ours.columns:
        for key in ours.index[both & (ours[column] != theirs[column])]:
            found.append(_difference(table, key, column, ours.loc[key, column], theirs.loc[key, column]))
    return found


def _difference(table: Table, key: tuple[object, ...], column: str, bare: str, contender: str) -> Difference:
    *names, occurrence = key
    name = " ".join(map(str, names)) + (f" (again, {occurrence})" if occurrence else "")
    return Difference(table=f"{table.schema}.{table.name}", key=name, column=column, bare=bare, contender=contender)


def _read(path: Path, key: tuple[str, ...]) -> "pd.DataFrame":
    """The rows as texts, by key; a key that comes again is told apart by its occurrence."""
    import pandas as pd  # takes long to import, and equal tables need it not

    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    frame["occurrence"] = frame.groupby(list(key)).cumcount()
    return frame.set_index([*key, "occurrence"])
