"""When each reports success, against when the data was there."""

from collections.abc import Callable, Sequence
from statistics import median

from report.chapters.backfill.cases import main_backfill, numbered
from report.chapters.backfill.waits import TURN_S
from report.data.results import Results
from report.data.run import Run
from report.data.series import Series
from report.page.document import Block, Items, Table, Text
from report.text import MISSING, interval, number, plural

HELD = "Between data ready and success come the report step and the tests that follow the marts."
RECORD = (
    f"Airflow and Dagster each update the backfill's own record only every {TURN_S} s, so its figure depends on when "
    "between two updates the last run ended."
)


def after_data_s(run: Run) -> float | None:
    """Seconds from the last rows' commit to the control plane's success; negative where that is early."""
    clocks = run.measurement.clocks
    if clocks.control_plane_done_s is None or clocks.data_ready_s is None:
        return None
    return clocks.control_plane_done_s - clocks.data_ready_s


def record_after_done_s(run: Run) -> float | None:
    """Seconds from the control plane's success to that of the backfill's own record; negative where that is early."""
    clocks = run.measurement.clocks
    if clocks.control_plane_done_s is None or clocks.record_done_s is None:
        return None
    return clocks.record_done_s - clocks.control_plane_done_s


def blocks(results: Results) -> list[Block]:
    """A sentence and a row of a table for each contender of the main case; early ones in any case are named."""
    main = main_backfill(results)
    rows, sentences, recorded = [], [], False
    for series in numbered(results, main) if main else []:
        ready, record = _known(after_data_s, series.rounds), _known(record_after_done_s, series.rounds)
        if ready:
            rows.append([series.name, *_cells(ready), *_cells(record)])
            sentences.append(_sentence(series, ready, record) + _early(_everywhere(results, series.name)))
        recorded = recorded or bool(record)
    if not rows:
        return []
    columns = [
        "n",
        "Success after data, s",
        "Smallest to largest",
        "n",
        "Record after success, s",
        "Smallest to largest",
    ]
    return [
        Items(sentences),
        Table(
            "From data ready until the control plane reports success, and from there to the backfill's own record; "
            "negative: early",
            ["Contender", *columns],
            rows,
        ),
        Text(f"{HELD} {RECORD}" if recorded else HELD),
    ]


def _everywhere(results: Results, contender: str) -> list[Run]:
    """The contender's rounds in all cases in which it has a number."""
    found = [one for subject in results.subjects for one in numbered(results, subject) if one.name == contender]
    return [run for series in found for run in series.rounds]


def _known(clock: Callable[[Run], float | None], runs: Sequence[Run]) -> list[float]:
    return [seconds for run in runs if (seconds := clock(run)) is not None]


def _cells(seconds: list[float]) -> list[str]:
    """How many, the median and the range."""
    cells = [number(median(seconds)), interval(min(seconds), max(seconds))] if seconds else [MISSING, MISSING]
    return [str(len(seconds)), *cells]


def _sentence(series: Series, ready: list[float], record: list[float]) -> str:
    sentence = f"{series.label} reports success {_when(median(ready), 'its data is ready')}"
    if record:
        looks = plural(len(record), "measurement")
        when = _when(median(record), "its last run has ended")
        sentence += f"; the backfill's own record, read in {looks}, does so {when}"
    return f"{sentence}."


def _early(runs: list[Run]) -> str:
    """How often, in any case, something reported success too early."""
    clocks = {
        "The control plane reported success before the data was ready": _known(after_data_s, runs),
        "The record reported success before the last run had ended": _known(record_after_done_s, runs),
    }
    return "".join(
        f" {what} in {len(early)} of {plural(len(seconds), 'measurement')}, by up to {number(-min(early))} s."
        for what, seconds in clocks.items()
        if (early := [each for each in seconds if each < 0])
    )


def _when(seconds: float, moment: str) -> str:
    return f"{number(abs(seconds))} s {'after' if seconds >= 0 else 'before'} {moment}"
