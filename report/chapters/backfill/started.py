"""How a backfill is started: as the tool's own, or as a run for each day launched at once; with a wait and without."""

from records.names import BACKFILL, CONTROL
from report.chapters.backfill.cases import numbered
from report.data.metrics import TURN_WAIT, WALL, WITHOUT_WAIT
from report.data.results import Results
from report.data.series import Series, Subject
from report.page.document import Block, Table, Text
from report.stats.comparison import Comparison
from report.text import case_label, number

_WAYS = {None: "the tool's own backfill", "runs": "a run for each day, launched at once"}
_ABOUT = (
    "A tool's own backfill may be taken up by a daemon that looks for requests in turns: the wait for it is the time "
    "until the first run was made. It belongs to this way of asking, and not to the work. 'Without' leaves the wait "
    "out on both sides."
)


def blocks(results: Results) -> list[Block]:
    """Each contender in each way, and the ratios; [] where no wait was recorded and nothing was launched at once."""
    found = [series for subject in _subjects(results) for series in numbered(results, subject, WALL)]
    if not any(series.values(TURN_WAIT) or series.subject.case.launched_as for series in found):
        return []
    case = case_label(results.main.case)
    columns = ["Contender", "Started as", "n", WALL.heading, TURN_WAIT.heading, WITHOUT_WAIT.heading]
    shown: list[Block] = [
        Text(_ABOUT),
        Table(f"{case}: medians over rounds", columns, [_row(each) for each in found], words=2),
    ]
    ratios = [_ratios(one, other) for other in found for one in found if _compared(results, one, other)]
    columns = ["Contender", "Against", "Which was started as", "Wall time", "Without the wait"]
    return [*shown, *([Table(f"{case}: ratios, with 95 % intervals", columns, ratios, words=3)] if ratios else [])]


def _subjects(results: Results) -> list[Subject]:
    """The main case, and the same days started in another way."""
    main = results.main.case
    alike = {"name": main.name, "launched_as": main.launched_as}
    return [
        subject
        for subject in results.subjects
        if subject.scenario.name == BACKFILL and subject.case.model_copy(update=alike) == main
    ]


def _row(series: Series) -> list[str]:
    middles = [number(series.median(metric)) for metric in (WALL, TURN_WAIT, WITHOUT_WAIT)]
    return [series.name, _way(series), str(len(series.values(WALL))), *middles]


def _way(series: Series) -> str:
    return "" if series.stack == CONTROL else _WAYS[series.subject.case.launched_as]


def _compared(results: Results, one: Series, other: Series) -> bool:
    """Whether a contender of another tool, started as its own backfill, is like the reference tool's."""
    ours = one.stack not in (CONTROL, other.stack) and one.subject.case.launched_as is None
    alike = set(one.contender.kinds) & set(other.contender.kinds) - {"special"}
    return ours and other.stack == results.plan.reference and bool(alike)


def _ratios(one: Series, other: Series) -> list[str]:
    ratios = [Comparison(one.values(metric), other.values(metric)).words for metric in (WALL, WITHOUT_WAIT)]
    return [one.name, other.name, _way(other), *ratios]
