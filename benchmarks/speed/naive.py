"""The same three steps as one writes them first: whole frames through to_sql and read_sql."""

import pandas as pd
from sqlalchemy import Engine, text

from shared_etl import rules
from shared_etl.days import Days
from shared_etl.readings import RAW_COLUMNS, READING_COLUMNS
from shared_etl.sources import Source

_OF_DAYS = "partition_date between :start and :end"


def run(days: Days, engine: Engine, source: Source) -> None:
    """Land, clean and validate the days; each step replaces its partition."""
    _replace(pd.concat(source.read(days)), "raw.weather_readings", days, engine)
    raw = _read("raw.weather_readings", RAW_COLUMNS, days, engine)
    cleaned, _ = rules.clean(raw)
    _replace(cleaned.drop_duplicates(["station", "observed_at"]), "clean.weather_readings", days, engine)
    validated, _ = rules.validate(_read("clean.weather_readings", READING_COLUMNS, days, engine))
    _replace(validated, "clean.validated_readings", days, engine)


def _read(table: str, columns: tuple[str, ...], days: Days, engine: Engine) -> pd.DataFrame:
    query = text(f"select {', '.join(columns)} from {table} where {_OF_DAYS}")
    return pd.read_sql(query, engine, params={"start": days.start, "end": days.end})


def _replace(frame: pd.DataFrame, table: str, days: Days, engine: Engine) -> None:
    schema, name = table.split(".")
    with engine.begin() as connection:
        connection.execute(text(f"delete from {table} where {_OF_DAYS}"), {"start": days.start, "end": days.end})
        frame.to_sql(name, connection, schema=schema, if_exists="append", index=False)
