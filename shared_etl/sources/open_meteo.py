"""Readings of New York's airports from Open-Meteo's archive of past weather, over the network."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pandas as pd
from tenacity import retry, retry_if_exception, stop_after_attempt, wait_exponential

from shared_etl.days import Days
from shared_etl.errors import InputError, SourceUnavailableError
from shared_etl.readings import RAW_COLUMNS

URL = "https://archive-api.open-meteo.com/v1/archive"

STATIONS = {"EWR": (40.6925, -74.1687), "JFK": (40.6398, -73.7789), "LGA": (40.7769, -73.8740)}
"""Station -> latitude and longitude, degrees."""

# Source column -> Open-Meteo's hourly variable, asked for in the source's units. It has no visibility in its archive.
_VARIABLES = {
    "temp": "temperature_2m",
    "dewp": "dew_point_2m",
    "humid": "relative_humidity_2m",
    "wind_dir": "wind_direction_10m",
    "wind_speed": "wind_speed_10m",
    "wind_gust": "wind_gusts_10m",
    "precip": "precipitation",
    "pressure": "pressure_msl",
}
_UNITS = {"temperature_unit": "fahrenheit", "wind_speed_unit": "mph", "precipitation_unit": "inch", "timezone": "UTC"}
_ATTEMPTS = 4


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code == httpx.codes.TOO_MANY_REQUESTS or error.response.is_server_error
    return isinstance(error, httpx.TransportError)


@dataclass(frozen=True)
class OpenMeteo:
    """The archive, asked once a station; the transport is httpx's own unless a test gives another."""

    transport: httpx.BaseTransport | None = None
    timeout: httpx.Timeout = field(default_factory=lambda: httpx.Timeout(30, connect=5))
    retry_wait_s: float = 1

    def read(self, days: Days) -> Iterator[pd.DataFrame]:
        """24 readings a day from each station.

        Raises SourceUnavailableError where the archive cannot be reached or is overloaded, InputError where it answers
        with anything but readings.
        """
        with httpx.Client(transport=self.transport, timeout=self.timeout) as client:
            for station in STATIONS:
                try:
                    yield _frame(station, days, self._hourly(client, station, days))
                except httpx.TransportError as error:
                    raise SourceUnavailableError(
                        f"source open-meteo: {URL} cannot be reached ({error}); check the network, or take packaged"
                    ) from error
                except httpx.HTTPStatusError as error:
                    kind = SourceUnavailableError if _may_pass(error) else InputError
                    raise kind(
                        f"source open-meteo: {URL} answered {error.response.status_code}: {_reason(error.response)}"
                    ) from error
                except InputError:
                    raise
                except (KeyError, TypeError, ValueError) as error:
                    raise InputError(
                        f"source open-meteo: the answer for {station} is not readings: {error!r}"
                    ) from error

    def _hourly(self, client: httpx.Client, station: str, days: Days) -> dict[str, list[object]]:
        latitude, longitude = STATIONS[station]
        query: dict[str, str | float] = {
            "latitude": latitude,
            "longitude": longitude,
            "start_date": str(days.start),
            "end_date": str(days.end),
            "hourly": ",".join(_VARIABLES.values()),
            **_UNITS,
        }

        @retry(
            retry=retry_if_exception(_may_pass),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_exponential(self.retry_wait_s),
            reraise=True,
        )
        def ask() -> dict[str, list[object]]:
            answer = client.get(URL, params=query).raise_for_status().json()
            if isinstance(answer, dict) and answer.get("error"):
                raise InputError(f"source open-meteo: {URL} refuses: {answer.get('reason', 'no reason is given')}")
            hourly = answer["hourly"]
            if not isinstance(hourly, dict):
                raise TypeError(f"'hourly' is a {type(hourly).__name__}")
            return hourly

        return ask()


def _reason(answer: httpx.Response) -> str:
    """Why the archive refuses: its own reason, or what it wrote."""
    try:
        return str(answer.json()["reason"])
    except (ValueError, LookupError, TypeError):
        return answer.text[:200]


def _frame(station: str, days: Days, hourly: dict[str, list[object]]) -> pd.DataFrame:
    times = pd.Series(hourly["time"], dtype="str")
    columns = {column: _texts(hourly[variable], len(times)) for column, variable in _VARIABLES.items()}
    day = pd.to_datetime(times, format="ISO8601").dt.date
    if not day.isin([each.start for each in days]).all():
        raise ValueError(f"times outside {days}")
    frame = pd.DataFrame(
        {
            "partition_date": day,
            "source_file": f"open-meteo-{station}",
            "line": times.index + 2,
            "origin": station,
            **columns,
            "visib": "NA",
            "time_hour": times + ":00Z",
        }
    )
    return frame[list(RAW_COLUMNS)]


def _texts(values: list[object], count: int) -> pd.Series:
    if len(values) != count:
        raise ValueError(f"{len(values)} values for {count} times")
    return pd.Series(["NA" if value is None else str(value) for value in values], dtype="str")
