"""What a day leaves in the metadata database, how many processes it takes, and how much memory."""

from statistics import median

from report.document import Block, Table, Text
from report.findings.basis import BACKFILL, main_case
from report.read import Results
from report.summary import METADATA_ROWS, METADATA_SIZE, PEAK_MEMORY, PROCESSES, Metric, values
from report.words import case_label, label, number


def blocks(results: Results) -> list[Block]:
    """Who leaves the least and the most behind, and a table of the main case."""
    main = main_case(results)
    if main is None:
        return []
    days = main.days.count

    def typical(contender: str, metric: Metric) -> float | None:
        found = values(results, BACKFILL, main.name, contender, metric)
        return median(found) if found else None

    rows, sizes = [], {}
    for contender in results.contenders_of(BACKFILL, main.name):
        grown, size = typical(contender, METADATA_ROWS), typical(contender, METADATA_SIZE)
        processes, memory = typical(contender, PROCESSES), typical(contender, PEAK_MEMORY)
        if processes is None:
            continue
        if size is not None:
            sizes[contender] = 1000 * size / days
        a_day = [None if total is None else total / days for total in (grown, processes)]
        cells = [number(a_day[0]), number(sizes.get(contender)), f"{processes:,.0f}", number(a_day[1])]
        rows.append([contender, *cells, number(memory)])
    columns = ["Contender", "Metadata rows a day", "Metadata kB a day", "Processes", "Processes a day"]
    caption = f"{case_label(main)}: medians over rounds; the services' own processes count"
    table = Table(caption, [*columns, "Peak memory, MB"], rows)
    return [*([Text(_extremes(sizes))] if len(sizes) > 1 else []), *([table] if rows else [])]


def _extremes(sizes: dict[str, float]) -> str:
    least, most = min(sizes, key=lambda c: sizes[c]), max(sizes, key=lambda c: sizes[c])
    return (
        f"A day of the backfill leaves {number(sizes[least])} kB in the metadata database of {label(least)} and "
        f"{number(sizes[most])} kB in that of {label(most)}, the least and the most."
    )
