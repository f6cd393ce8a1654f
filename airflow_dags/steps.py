"""The Python steps as tasks: each replaces its output for the days from start to end, or for start alone.

What it did goes with the event of its asset. Steps are imported where they run: the dag-processor loads no pandas.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from airflow.sdk import Metadata, task

from airflow_dags.assets import asset
from airflow_dags.warehouse import connect
from shared_etl.days import Days
from shared_etl.readings import RAW_COLUMNS, READING_COLUMNS

if TYPE_CHECKING:
    from shared_etl.warehouse import Step

RAW, CLEANED, VALIDATED = map(asset, ("raw_weather_data", "cleaned_weather_data", "validated_readings"))
MARTS = [asset("city_aggregates"), asset("daily_weather_summary")]
REPORT = asset("weather_report")


def rows(step: "Step") -> dict[str, int]:
    """How many rows a step read, wrote and rejected."""
    return {"rows_in": step.rows_in, "rows_out": step.rows_out, "rows_rejected": step.rows_rejected}


@task(outlets=[RAW])
def raw_weather_data(start: str, end: str | None = None) -> Iterator[Metadata]:
    """Land the readings as the source wrote them."""
    from shared_etl import sources, steps

    source = sources.source_from(os.environ.get("WEATHER_SOURCE", "packaged"))
    step = steps.raw_weather_data(Days.parse(start, end), connect(), source)
    yield Metadata(RAW, {**rows(step), "columns": [*RAW_COLUMNS]})


@task(inlets=[RAW], outlets=[CLEANED])
def cleaned_weather_data(start: str, end: str | None = None) -> Iterator[Metadata]:
    """Parse the landed readings, convert them to SI, drop duplicates."""
    from shared_etl import steps

    step = steps.cleaned_weather_data(Days.parse(start, end), connect())
    yield Metadata(CLEANED, {**rows(step), "columns": [*READING_COLUMNS]})


@task(inlets=[CLEANED], outlets=[VALIDATED])
def validated_readings(start: str, end: str | None = None) -> Iterator[Metadata]:
    """Keep the cleaned readings that can be physically true."""
    from shared_etl import steps

    step = steps.validated_readings(Days.parse(start, end), connect())
    yield Metadata(VALIDATED, {**rows(step), "columns": [*READING_COLUMNS]})


@task(inlets=MARTS, outlets=[REPORT])
def weather_report(start: str, end: str | None = None) -> Iterator[Metadata]:
    """Draw the marts and write them down as CSV."""
    from shared_etl import steps

    reports = Path(os.environ.get("WEATHER_REPORTS", "weather_reports"))
    report = steps.weather_report(Days.parse(start, end), connect(), reports)
    yield Metadata(
        REPORT,
        {**rows(report.step), "plot_file": str(report.plot), "tables": [str(table) for table in report.tables]},
    )
