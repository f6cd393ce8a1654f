"""Land the readings of the days as the source wrote them."""

from shared_etl.days import Days
from shared_etl.sources import Source
from shared_etl.warehouse import Step, Warehouse

TABLE = "raw.weather_readings"


def raw_weather_data(days: Days, warehouse: Warehouse, source: Source) -> Step:
    """Replace raw.weather_readings for the days with the source's rows; returns the step with its row counts.

    Raises InputError, and lands nothing, where the source cannot be read.
    """
    with warehouse.step("raw_weather_data", days, replaces=[TABLE]) as step:
        for frame in source.read(days):
            step.rows_in += len(frame)
            step.write(TABLE, frame)
    return step
