"""What a day leaves in the metadata database, how many processes the whole takes, and how much memory."""

from report.chapters.backfill.cases import main_backfill, numbered
from report.chapters.backfill.tables import OVER
from report.data.metrics import METADATA_ROWS, METADATA_SIZE, PEAK_MEMORY, PROCESSES
from report.data.results import Results
from report.data.series import Series
from report.page.document import Block, Table, Text
from report.text import case_label, number

PROCESSES_SEEN = (
    "Processes is a lower bound: a process that ends before the next look, a quarter of a second to a second later, "
    "may be missed."
)
RECORDED = (
    "Part of Dagster's growth is what our assets record and Airflow's wrapper does not: previews, the plot and 23 "
    "asset checks per day. Counts of rows and columns are recorded with both."
)


def blocks(results: Results) -> list[Block]:
    """Who leaves the least and the most behind, a table of the main case, and how to read it."""
    main = main_backfill(results)
    shown = numbered(results, main, PROCESSES) if main else []
    if main is None or not shown:
        return []
    rows = []
    for series in shown:
        growth = [number(each) for each in _growth(series)]
        rows.append([series.name, *growth, f"{series.median(PROCESSES):,.0f}", number(series.median(PEAK_MEMORY))])
    sizes = {series: size for series in shown if (size := _growth(series)[1]) is not None}
    columns = ["Contender", "Metadata rows per day", "Metadata kB per day", "Processes", "Peak memory, MB"]
    caption = f"{case_label(main.case)}: {OVER}; the services' own processes included"
    recorded = [RECORDED] if any(series.stack == "dagster" for series in sizes) else []
    return [
        *([Text(_extremes(sizes))] if len(sizes) > 1 else []),
        Table(caption, columns, rows),
        Text(" ".join([*recorded, PROCESSES_SEEN])),
    ]


def _growth(series: Series) -> tuple[float | None, float | None]:
    """Rows and kB per day of the case; None for a contender that keeps no records."""
    days = len(series.subject.case.days)
    rows, megabytes = series.median(METADATA_ROWS), series.median(METADATA_SIZE)
    return None if rows is None else rows / days, None if megabytes is None else 1000 * megabytes / days


def _extremes(sizes: dict[Series, float]) -> str:
    least, most = min(sizes, key=lambda series: sizes[series]), max(sizes, key=lambda series: sizes[series])
    return (
        f"A day of the backfill adds {number(sizes[least])} kB to the metadata database with {least.label}, the "
        f"least, and {number(sizes[most])} kB with {most.label}, the most."
    )
