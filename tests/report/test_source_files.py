"""Which files were read for which day, in sentences."""

from datetime import date

from records.measurement import PassedOver, SourceDay
from report.chapters.shared.source_files import source_files
from report.data.read import read_results
from report.data.source_files import empty_days, read_files
from report.page.document import Items, Text

from .conftest import Build

OVER = [PassedOver(file=".x.csv", why="hidden, or a lock")]
READ = [
    SourceDay(day=date(2013, 1, day), read=["june.csv"], rows={"june.csv": rows}, passed_over=OVER)
    for day, rows in ((1, 72), (2, 72), (3, 0))
]


def test_days_with_the_same_files_are_told_together(build: Build) -> None:
    """Files with their rows, what was passed over and why; the days of no row are a warning with their number."""
    read = {"source_files": READ, "empty_days": [date(2013, 1, 3)]}
    results = read_results(build(changes={"bare": read, "airflow:stock": read}))
    over = "; passed over: .x.csv (hidden, or a lock)"
    assert read_files(results) == [
        f"packaged, 2013-01-01 to 2013-01-02: 72 rows of june.csv{over}",
        f"packaged, 2013-01-03: 0 rows of june.csv{over}",
    ]
    warning = "backfill 3-days-2-at-once: source packaged has no row of 1 of 3 days (2013-01-03)"
    assert empty_days(results) == [warning]
    assert source_files(results) == [Text(f"Warning: {warning}."), Items(read_files(results))]


def test_nothing_is_told_where_nothing_was_recorded(build: Build) -> None:
    """Of a source without files, and of results older than the record."""
    results = read_results(build())
    assert (read_files(results), empty_days(results), source_files(results)) == ([], [], [])
