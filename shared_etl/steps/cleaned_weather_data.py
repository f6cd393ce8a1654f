"""Parse the landed readings, convert them to SI, drop duplicates."""

from shared_etl import rules
from shared_etl.days import Days
from shared_etl.readings import RAW_COLUMNS
from shared_etl.warehouse import Step, Warehouse

TABLE = "clean.weather_readings"


def cleaned_weather_data(days: Days, warehouse: Warehouse) -> Step:
    """Replace clean.weather_readings, and this step's rejected readings, for the days; returns the row counts."""
    with warehouse.step("cleaned_weather_data", days, replaces=[TABLE, "clean.rejected_readings"]) as step:
        for raw in step.read("raw.weather_readings", RAW_COLUMNS):
            cleaned, rejected = rules.clean(raw)
            step.write(TABLE, cleaned)
            step.reject(rejected)
        step.reject_duplicates(TABLE)
    return step
