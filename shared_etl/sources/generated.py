"""Readings made up from station, hour and seed: any number of stations, the same rows every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]

from shared_etl.days import Days
from shared_etl.readings import RAW_COLUMNS

_CHUNK_STATIONS = 2_500  # 60,000 rows

# Source column -> lowest value, highest value, decimals: plausible weather, all within the ranges.
_SPANS = {
    "temp": (14.0, 95.0, 2),
    "dewp": (5.0, 75.0, 2),
    "humid": (20.0, 100.0, 2),
    "wind_dir": (0.0, 360.0, 0),
    "wind_speed": (0.0, 40.0, 3),
    "wind_gust": (10.0, 60.0, 3),
    "precip": (0.0, 0.4, 2),
    "pressure": (985.0, 1035.0, 1),
    "visib": (0.5, 10.0, 1),
}


@dataclass(frozen=True)
class Generated:
    """24 readings a day from each of the stations S000000, S000001, …"""

    stations: int
    seed: int = 2013

    def read(self, days: Days) -> Iterator[pd.DataFrame]:
        """The readings of the days: 24 x stations rows a day, no defects among them."""
        for day in days:
            for first in range(0, self.stations, _CHUNK_STATIONS):
                yield self._chunk(day, first, min(first + _CHUNK_STATIONS, self.stations))

    def _chunk(self, day: Days, first: int, last: int) -> pd.DataFrame:
        epoch_hour = int(datetime.combine(day.start, time(), UTC).timestamp()) // 3600
        station = np.repeat(np.arange(first, last, dtype=np.uint64), 24)
        hour = np.tile(np.arange(24, dtype=np.uint64), last - first)
        key = _mix(_mix(station + np.uint64(self.seed)) ^ (hour + np.uint64(epoch_hour)))
        columns: dict[str, object] = {
            "partition_date": day.start,
            "source_file": f"generated-seed-{self.seed}",
            "line": station.astype(np.int64) * 24 + hour.astype(np.int64) + 2,
            "origin": _texts(
                [f"S{number:06d}" for number in range(first, last)], np.repeat(np.arange(last - first), 24)
            ),
            "time_hour": _texts([f"{day.start}T{number:02d}:00:00Z" for number in range(24)], hour.astype(np.int64)),
        }
        for place, (column, (low, high, decimals)) in enumerate(_SPANS.items()):
            share = (_mix(key + np.uint64(place)) >> np.uint64(11)).astype(np.float64) / 2.0**53
            numbers = pa.array(np.round(low + share * (high - low), decimals)).cast(pa.string())
            columns[column] = pd.array(numbers, dtype="str")
        return pd.DataFrame(columns)[list(RAW_COLUMNS)]


def _texts(values: list[str], places: npt.NDArray[np.int64]) -> object:
    return pd.array(pa.array(values).take(pa.array(places)), dtype="str")


def _mix(value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """splitmix64's finalizer (Steele, Lea and Flood, 2014): 64 well-mixed bits of a 64-bit number."""
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
