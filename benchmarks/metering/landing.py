"""What the core landed of its source: which files were read for which day, and the days of which there was no row."""

from datetime import date

import psycopg

from records.measurement import PassedOver, SourceDay
from shared_etl.days import Days


def source_files(conninfo: str, days: Days) -> list[SourceDay] | None:
    """Day by day what was read and what was passed over.

    None where the source has no files, or the warehouse was deployed before that was kept.
    """
    with psycopg.connect(conninfo) as connection:
        if connection.execute("select to_regclass('etl.source_files')").fetchone() == (None,):
            return None
        rows = connection.execute(
            """
            select partition_date, source_file, rows, passed_over from etl.source_files
            where partition_date between %s and %s order by partition_date, source_file collate "C"
            """,
            (days.start, days.end),
        ).fetchall()
    found = {day: [row for row in rows if row[0] == day] for day in dict.fromkeys(row[0] for row in rows)}
    return [
        SourceDay(
            day=day,
            read=[file for _, file, _, why in files if why is None],
            rows={file: count for _, file, count, why in files if why is None},
            passed_over=[PassedOver(file=file, why=why) for _, file, _, why in files if why is not None],
        )
        for day, files in found.items()
    ] or None


def empty_days(conninfo: str, days: Days) -> list[date]:
    """The days of which not one row was landed."""
    with psycopg.connect(conninfo) as connection:
        rows = connection.execute(
            "select distinct partition_date from raw.weather_readings where partition_date between %s and %s",
            (days.start, days.end),
        ).fetchall()
    landed = {day for (day,) in rows}
    return [day.start for day in days if day.start not in landed]
