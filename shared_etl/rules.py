"""The rules: what a reading must be to pass, in SI units. Pure functions of a frame; the tables stay outside.

A row that breaks several rules is rejected for the first: the station, the time, then the order of MEASURES.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from shared_etl.readings import MEASURES, MISSING, READING_COLUMNS, REJECTED_COLUMNS, WHERE_FROM
from shared_etl.times import observed_at

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"

# Exact by definition: the international mile, foot and inch (1959).
_METRES_PER_SECOND_IN_MPH = 0.44704
_MILLIMETRES_IN_INCH = 25.4
_KILOMETRES_IN_MILE = 1.609344

RANGES: Mapping[str, tuple[float, float]] = {
    "temp": (-90, 60),
    "humid": (0, 100),
    "wind_dir": (0, 360),
    "wind_speed": (0, 115),
    "wind_gust": (0, 140),
    "precip": (0, 500),
    "pressure": (870, 1085),
    "visib": (0, np.inf),
}
"""Source column -> the lowest and highest value that can be true, in SI, both included."""


def to_si(measure: str, values: pd.Series) -> pd.Series:
    """The values of a source column (degF, mph, inch, mile; else SI already) in the unit of its SI column."""
    match measure:
        case "temp" | "dewp":
            return (values - 32) * 5 / 9
        case "wind_speed" | "wind_gust":
            return values * _METRES_PER_SECOND_IN_MPH
        case "precip":
            return values * _MILLIMETRES_IN_INCH
        case "visib":
            return values * _KILOMETRES_IN_MILE
        case _:
            return values


def clean(raw: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Parse and convert rows of RAW_COLUMNS (texts) into (READING_COLUMNS, REJECTED_COLUMNS).

    A measure is a finite number, in its SI unit as well, or missing (then NaN); anything else, a space around it
    included, rejects the row as 'unparsable:<column>'.
    Duplicates are not looked for: they may lie in another chunk.
    """
    reason = pd.Series(None, index=raw.index, dtype="str")
    times = observed_at(raw["time_hour"])
    cleaned = {column: raw[column] for column in WHERE_FROM} | {"station": raw["origin"], "observed_at": times}
    _reject(reason, raw["origin"].isin(MISSING), "unparsable:origin")
    _reject(reason, times.isna(), "unparsable:time_hour")
    for measure, column in MEASURES.items():
        si = to_si(measure, _numbers(raw[measure]))
        _reject(reason, ~np.isfinite(si) & ~raw[measure].isin(MISSING), f"unparsable:{measure}")
        cleaned[column] = si
    return _split(pd.DataFrame(cleaned), reason)


def validate(cleaned: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part rows of READING_COLUMNS into (those within RANGES, REJECTED_COLUMNS).

    A missing value passes, but for temperature: 'missing:temp'.
    """
    reason = pd.Series(None, index=cleaned.index, dtype="str")
    _reject(reason, cleaned[MEASURES["temp"]].isna(), "missing:temp")
    for measure, (lowest, highest) in RANGES.items():
        values = cleaned[MEASURES[measure]]
        _reject(reason, values.notna() & ~values.between(lowest, highest), f"range:{measure}")
    return _split(cleaned, reason)


def _numbers(texts: pd.Series) -> pd.Series:
    """The nearest float64 to each decimal number, NaN where a text is not one; arrow does it in a third of the time."""
    array = pa.array(texts, type=pa.large_string())
    numbers = pc.if_else(pc.match_substring_regex(array, _NUMBER), array, None).cast(pa.float64())
    return pd.Series(numbers.to_numpy(zero_copy_only=False), index=texts.index)


def _reject(reason: pd.Series, broken: pd.Series, why: str) -> None:
    reason[broken & reason.isna()] = why


def _split(readings: pd.DataFrame, reason: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    passed = reason.isna()
    rejected = readings[~passed].assign(reason=reason[~passed])
    return readings.loc[passed, list(READING_COLUMNS)], rejected[list(REJECTED_COLUMNS)]
