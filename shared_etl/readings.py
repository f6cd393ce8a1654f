"""The columns of a weather reading, as the source writes them and as the pipeline keeps them."""

from collections.abc import Mapping

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
