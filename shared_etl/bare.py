"""The pipeline with no orchestrator at all: the control that both orchestrators are measured against."""

from pathlib import Path

from shared_etl import dbt
from shared_etl.days import Days
from shared_etl.sources import Source
from shared_etl.steps import cleaned_weather_data, raw_weather_data, validated_readings, weather_report
from shared_etl.warehouse import Step, Warehouse


def deploy(warehouse: Warehouse) -> None:
    """Make the warehouse ready for any pipeline: its tables, the seed, and every model empty.

    Models have to be there before the first day: two days at once would both make them.
    """
    warehouse.create()
    dbt.dbt("build", "--select", "resource_type:seed")
    dbt.dbt("run", "--empty")


def run(days: Days, warehouse: Warehouse, source: Source, reports: Path) -> Step:
    """Run every step for the days together; for one day, or for a range in one go. Returns the landing step."""
    landed = raw_weather_data(days, warehouse, source)
    cleaned_weather_data(days, warehouse)
    validated_readings(days, warehouse)
    dbt.build(days)
    weather_report(days, warehouse, reports)
    return landed
