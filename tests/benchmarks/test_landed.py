"""What a result says of its source: files by day, and days of which there was no row."""

from datetime import date
from pathlib import Path

from benchmarks.metering.landing import empty_days, source_files
from records.measurement import PassedOver, SourceDay
from shared_etl.days import Days
from shared_etl.sources.files import Files
from shared_etl.sources.generated import Generated
from shared_etl.steps import raw_weather_data
from shared_etl.warehouse import Warehouse

CASES = Path(__file__).parents[1] / "shared_etl" / "cases"
DAYS = Days(date(2013, 6, 1), date(2013, 6, 2))


def test_a_result_says_what_was_read_and_what_was_passed_over(warehouse: Warehouse) -> None:
    """Day by day, as the core kept it when it landed the rows; a day that is landed again is told once."""
    for _ in range(2):
        for day in DAYS:
            raw_weather_data(day, warehouse, Files(CASES / "dot-file"))
    over = [PassedOver(file=".2013-06-01.csv", why="hidden, or a lock")]
    assert source_files(warehouse.conninfo, DAYS) == [
        SourceDay(day=date(2013, 6, day), read=["2013-06-01.csv"], rows={"2013-06-01.csv": rows}, passed_over=over)
        for day, rows in ((1, 1), (2, 0))
    ]
    assert empty_days(warehouse.conninfo, DAYS) == [date(2013, 6, 2)]


def test_a_source_without_files_has_none(warehouse: Warehouse) -> None:
    """Made-up readings come from no file."""
    raw_weather_data(DAYS, warehouse, Generated(1))
    assert source_files(warehouse.conninfo, DAYS) is None
    assert empty_days(warehouse.conninfo, DAYS) == []
