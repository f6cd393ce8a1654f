"""Land the readings of the days as the source wrote them."""

import logging

import pandas as pd

from shared_etl.days import Days, spans
from shared_etl.sources import Source
from shared_etl.sources.reading import Account, Reading
from shared_etl.warehouse import Step, Warehouse

TABLE = "raw.weather_readings"
FILES = "etl.source_files"
_logger = logging.getLogger(__name__)


def raw_weather_data(days: Days, warehouse: Warehouse, source: Source) -> Step:
    """Replace raw.weather_readings for the days with the source's rows; returns the step with its row counts.

    Which files were read for which day, and what was passed over, is logged, and kept in etl.source_files; a day of no
    rows is a warning. Raises InputError, and lands nothing, where the source cannot be read.
    """
    with warehouse.step("raw_weather_data", days, replaces=[TABLE]) as step:
        reading = source.read(days)
        for frame in reading:
            step.rows_in += len(frame)
            step.write(TABLE, frame)
        empty = [] if step.rows_out else [day.start for day in days]
        if isinstance(reading, Reading):
            step.account = list(reading.account.lines())
            step.note(FILES, _as_rows(reading.account))
            empty = reading.account.empty_days
    for line in step.account:
        _logger.info("%s", line)
    if empty:
        step.warnings = [f"the source has no row of {spans(empty)}"]
    for warning in step.warnings:
        _logger.warning("%s", warning)
    return step


def _as_rows(account: Account) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for day, files in account.rows.items():
        rows += [(day, file, count, None) for file, count in files.items()]
        rows += [(day, one.file, None, one.why) for one in account.passed_over(day)]
    frame = pd.DataFrame(rows, columns=["partition_date", "source_file", "rows", "passed_over"])
    return frame.astype({"rows": "Int64", "passed_over": "str"})
