"""The Python steps as tasks: each replaces its output for the days from start to end, or for start alone.

Steps are imported where they run: the dag-processor loads no pandas.
"""

import os
from pathlib import Path

from airflow.sdk import Asset, task
from airflow.sdk.exceptions import AirflowFailException

from airflow_dags.warehouse import connect
from shared_etl.days import Days
from shared_etl.errors import InputError


@task(outlets=[Asset("weather/raw_weather_data")])
def raw_weather_data(start: str, end: str | None = None) -> None:
    """Land the readings as the source wrote them."""
    from shared_etl import sources, steps

    try:
        source = sources.source_from(os.environ.get("WEATHER_SOURCE", "packaged"))
        steps.raw_weather_data(Days.parse(start, end), connect(), source)
    except InputError as error:
        # The input has to be mended first: trying again would only take time.
        raise AirflowFailException(str(error)) from error


@task(outlets=[Asset("weather/cleaned_weather_data")])
def cleaned_weather_data(start: str, end: str | None = None) -> None:
    """Parse the landed readings, convert them to SI, drop duplicates."""
    from shared_etl import steps

    steps.cleaned_weather_data(Days.parse(start, end), connect())


@task(outlets=[Asset("weather/validated_readings")])
def validated_readings(start: str, end: str | None = None) -> None:
    """Keep the cleaned readings that can be physically true."""
    from shared_etl import steps

    steps.validated_readings(Days.parse(start, end), connect())


@task(outlets=[Asset("weather/weather_report")])
def weather_report(start: str, end: str | None = None) -> None:
    """Draw the marts and write them down as CSV."""
    from shared_etl import steps

    reports = Path(os.environ.get("WEATHER_REPORTS", "weather_reports"))
    steps.weather_report(Days.parse(start, end), connect(), reports)
