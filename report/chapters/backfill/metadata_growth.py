"""What a day leaves in the metadata database, how many processes the whole takes, and how much memory."""

from statistics import median

from records.measurement import Case
from report.chapters.backfill.tables import OVER
from report.chapters.backfill.waits import BACKFILL, NO_OP, main_case
from report.data.results import Results
from report.data.summary import METADATA_ROWS, METADATA_SIZE, PEAK_MEMORY, PROCESSES, Metric, values
from report.page.document import Block, Table, Text
from report.text import case_label, label, number, stack

PROCESSES_SEEN = (
    "Processes is a lower bound: one that lives less than the pause between two looks, a quarter of a second to a "
    "second, may be missed."
)
RECORDED = (
    "Part of Dagster's growth is what our assets record (row counts, previews, the plot, 23 asset checks a day), which "
    "Airflow's wrapper does not store."
)


def blocks(results: Results) -> list[Block]:
    """Who leaves the least and the most behind, a table of the main case, and how to read it."""
    main = main_case(results)
    if main is None:
        return []
    nothing = _same_with_nothing(results, main)
    rows, sizes = [], {}
    for contender in results.contenders_of(BACKFILL, main.name):
        processes = _typical(results, BACKFILL, main, contender, PROCESSES)
        if processes is None:
            continue
        grown, size = _growth(results, BACKFILL, main, contender)
        if size is not None:
            sizes[contender] = size
        alone = [number(each) for each in _growth(results, NO_OP, nothing, contender)] if nothing else []
        memory = number(_typical(results, BACKFILL, main, contender, PEAK_MEMORY))
        rows.append([contender, number(grown), number(size), *alone, f"{processes:,.0f}", memory])
    if not rows:
        return []
    columns = ["Contender", "Metadata rows a day", "Metadata kB a day"]
    if nothing:
        columns += ["Rows a day, no work", "kB a day, no work"]
    caption = f"{case_label(main)}: {OVER}; the services' own processes count"
    recorded = [RECORDED] if any(stack(contender) == "dagster" for contender in sizes) else []
    beside = ["Beside it stands what the same days grow by where steps do nothing."] if nothing and sizes else []
    return [
        *([Text(_extremes(sizes))] if len(sizes) > 1 else []),
        Table(caption, [*columns, "Processes", "Peak memory, MB"], rows),
        Text(" ".join([*recorded, *beside, PROCESSES_SEEN])),
    ]


def _same_with_nothing(results: Results, main: Case) -> Case | None:
    wanted = (main.days.count, main.concurrency)
    found = [case for case in results.cases(NO_OP) if (case.days.count, case.concurrency) == wanted]
    return found[0] if found else None


def _typical(results: Results, scenario: str, case: Case, contender: str, metric: Metric) -> float | None:
    found = values(results, scenario, case.name, contender, metric)
    return median(found) if found else None


def _growth(results: Results, scenario: str, case: Case, contender: str) -> tuple[float | None, float | None]:
    """Rows and kB a day of the case; None for a contender that keeps no records."""
    rows, megabytes = (_typical(results, scenario, case, contender, m) for m in (METADATA_ROWS, METADATA_SIZE))
    days = case.days.count
    return None if rows is None else rows / days, None if megabytes is None else 1000 * megabytes / days


def _extremes(sizes: dict[str, float]) -> str:
    least, most = min(sizes, key=lambda c: sizes[c]), max(sizes, key=lambda c: sizes[c])
    return (
        f"A day of the backfill leaves {number(sizes[least])} kB in the metadata database of {label(least)} and "
        f"{number(sizes[most])} kB in that of {label(most)}, the least and the most."
    )
