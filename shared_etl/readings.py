"""The columns of a weather reading, as the source writes them and as the pipeline keeps them."""

from collections.abc import Mapping

import pandas as pd

MISSING = ("", "NA")
"""How a source writes 'no value'."""

WHERE_FROM = ("partition_date", "source_file", "line")
"""Which day a row belongs to, and where it stood: present in every table before dbt."""

MEASURES: Mapping[str, str] = {
    "temp": "temperature_c",
    "dewp": "dew_point_c",
    "humid": "humidity_pct",
    "wind_dir": "wind_direction_deg",
    "wind_speed": "wind_speed_ms",
    "wind_gust": "wind_gust_ms",
    "precip": "precipitation_mm",
    "pressure": "pressure_hpa",
    "visib": "visibility_km",
}
"""Source column -> the same measure in SI, in the order in which a row's defects are looked for."""

SOURCE_COLUMNS = ("origin", *MEASURES, "time_hour")
"""What a source has to have; whatever else it has is not read."""

RAW_COLUMNS = (*WHERE_FROM, *SOURCE_COLUMNS)
READING_COLUMNS = (*WHERE_FROM, "station", "observed_at", *MEASURES.values())
REJECTED_COLUMNS = (*WHERE_FROM, "station", "observed_at", "reason")

_DATE_FIRST = r"\d{4}-?\d{2}-?\d{2}"


def observed_at(time_hour: pd.Series) -> pd.Series:
    """UTC times from ISO 8601 texts, NaT where a text is not one; a text with no offset is UTC.

    A text must begin with a whole date: pandas alone also takes '2013', 'now' and 'today'.
    """
    dated = time_hour.where(time_hour.str.match(_DATE_FIRST))
    times = pd.to_datetime(dated, format="ISO8601", utc=True, errors="coerce").astype("datetime64[us, UTC]")
    return times.where(times.dt.year.between(1, 9999))
