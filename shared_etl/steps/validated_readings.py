"""Keep the cleaned readings that can be physically true."""

from shared_etl import rules
from shared_etl.days import Days
from shared_etl.readings import READING_COLUMNS
from shared_etl.warehouse import Step, Warehouse

TABLE = "clean.validated_readings"


def validated_readings(days: Days, warehouse: Warehouse) -> Step:
    """Replace clean.validated_readings, and this step's rejected readings, for the days; returns the row counts."""
    with warehouse.step("validated_readings", days, replaces=[TABLE, "clean.rejected_readings"]) as step:
        for cleaned in step.read("clean.weather_readings", READING_COLUMNS):
            validated, rejected = rules.validate(cleaned)
            step.write(TABLE, validated)
            step.reject(rejected)
    return step
