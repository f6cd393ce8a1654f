"""The chapter on chains: what it takes to hand one step to the next, beside published figures of other engines."""

import tomllib
from pathlib import Path
from statistics import median

from records.measurement import Chained
from records.names import CHAIN
from report.chapters.chain.figures import between_s, processes, recorded, work_s
from report.chapters.chain.questions import questions
from report.chapters.registry import Chapter, title
from report.chapters.shared.contenders import contenders
from report.chapters.shared.labelled import labelled
from report.chapters.shared.missing import missing
from report.chapters.shared.raw_values import raw_values
from report.data.folders import Evidence
from report.data.metrics import CPU, WALL
from report.data.results import Results
from report.data.run import Run
from report.data.series import Series, Subject
from report.page.document import Block, Section, Table, Text
from report.text import MISSING, interval, number, spread

_PUBLISHED = Path(__file__).with_name("published.toml")
_ABOUT = (
    "Steps strictly one after the other, each of which computes a Fibonacci number by naive recursion: fibonacci(10) "
    "takes about 8 µs, fibonacci(33) about a third of a second. What is left is what handing over takes. A chain that "
    "is not counted goes before each. Checked in every round: all steps, in order, no two at once, at the first try, "
    "with the right value."
)
_THEIRS = (
    "By the tools' own records, as Windmill's benchmark of 2026-09 does it (windmill-labs/windmill-benchmarks, "
    "competitors/2026-09): from the creation of the first step to the end of the last. A step is created when it is "
    "queued (Airflow: queued_dttm; Dagster with a process for each step: the start of the step's worker), or when it "
    "starts where nothing is queued. Gap: from the end of a step to the creation of the next. Dispatch: from creation "
    "to start. In task: from start to end. Whether a step is a call or a process is told by the numbers of the "
    "processes that the steps ran in."
)
_OURS = (
    "By the steps' own clocks, with the CPU time of all the stack's processes: wall time is from the request until the "
    "control plane reports success, and includes the start of the run."
)
_BESIDE = (
    "Published for other engines, on another machine: 4 virtual cores and 16 GiB, here the cores named in the chapter "
    "Method. Airflow there is the official compose with a Celery worker in containers. Compare orders of magnitude."
)


def write(evidence: Evidence, _target: Path) -> list[Section]:
    """One chapter per place where the stacks were."""
    return [Section(title(key), [], sections(results)) for key, results in evidence.runs_of(CHAIN).items()]


def sections(results: Results) -> list[Section]:
    """All sections that have something to say."""
    parts: dict[str, list[Block]] = {
        "Contenders": contenders(results),
        "What handing over takes": [Text(_ABOUT), *_tables(results), *missing(results)],
        "Beside other engines": [Text(_BESIDE), _published()],
        "Raw values": raw_values(results),
    }
    return [Section(heading, labelled(blocks, results.contenders)) for heading, blocks in parts.items() if blocks]


CHAPTER = Chapter(27, write, about=CHAIN, title="Steps one after the other", questions=questions)


def _tables(results: Results) -> list[Block]:
    """Theirs and ours, a row for each contender in each shape, a pair of tables for each workload."""
    found: list[Block] = []
    for heading, subjects in _workloads(results).items():
        able = [each for subject in subjects for each in results.series(subject) if each.rounds and not each.missing]
        theirs = [row for each in able if (row := _recorded(each))]
        of = f"{heading}: medians over rounds"
        if theirs:  # bare keeps no records
            found += [Text(_THEIRS), Table(f"{of}, by the tools' records", _RECORDED, theirs, words=3)]
        if able:
            ours = [_own(each) for each in able]
            found += [Text(_OURS), Table(f"{of}, by the steps' own clocks", _MEASURED, ours, words=3)]
    return found


def _workloads(results: Results) -> dict[str, list[Subject]]:
    """40 steps of fibonacci(10) -> its subjects, one for each shape."""
    found: dict[str, list[Subject]] = {}
    for subject in results.subjects:
        if chain := subject.case.chain:
            found.setdefault(f"{chain.steps} steps of fibonacci({chain.number})", []).append(subject)
    return found


_RECORDED = [
    "Contender",
    "Chain",
    "A step is",
    "n",
    "Total, s",
    "Smallest to largest",
    "Per step, ms",
    "Overhead per step, ms",
    "Gap, ms",
    "Dispatch, ms",
    "In task, ms",
]
_MEASURED = ["Contender", "Chain", "A step is", "n", "Wall, s", "Between steps, ms", "CPU per step, ms"]


def _recorded(series: Series) -> list[str] | None:
    """A row by the published method; None where the stack keeps no records."""
    each = [told for run in series.rounds if (told := recorded(_chain(run).recorded))]
    if not each:
        return None
    steps = _steps(series)
    totals = [told.total_s for told in each]
    overheads = [told.total_s - work_s(_chain(run)) for told, run in zip(each, series.rounds, strict=True)]
    dispatches = [told.dispatch_s for told in each if told.dispatch_s is not None]
    return [
        *_whose(series),
        number(median(totals)),
        interval(min(totals), max(totals)),
        _ms(median(totals) / steps),
        _ms(median(overheads) / steps),
        _ms(median(told.gap_s for told in each)),
        _ms(median(dispatches)) if dispatches else MISSING,
        _ms(median(told.in_task_s for told in each)),
    ]


def _own(series: Series) -> list[str]:
    between = median(between_s(_chain(run)) for run in series.rounds)
    cpu = series.median(CPU)
    return [
        *_whose(series),
        number(series.median(WALL)),
        _ms(between),
        MISSING if cpu is None else _ms(cpu / _steps(series)),
    ]


def _whose(series: Series) -> list[str]:
    chain = series.subject.case.chain
    return [series.name, chain.shape if chain else "", _task(series), str(len(series.rounds))]


def _task(series: Series) -> str:
    """What a step is, by the numbers of processes that the steps ran in."""
    counts = {processes(_chain(run)) for run in series.rounds}
    if counts == {1}:
        return "a call"
    return "a process" if counts == {_steps(series)} else f"a call in one of {spread(counts)} processes"


def _steps(series: Series) -> int:
    chain = series.subject.case.chain
    assert chain
    return chain.steps


def _chain(run: Run) -> Chained:
    assert run.measurement.chain
    return run.measurement.chain


def _ms(seconds: float) -> str:
    return number(1000 * seconds)


def _published() -> Table:
    """What others have measured in the same way."""
    engines = tomllib.loads(_PUBLISHED.read_text(encoding="utf-8"))["engine"]
    figures = ("light_s", "light_task_ms", "heavy_s", "heavy_overhead_ms", "gap_ms", "dispatch_ms")
    rows = [[one["name"], one["task"], *(number(one.get(figure)) for figure in figures)] for one in engines]
    columns = [
        "Engine",
        "A step is",
        "40 × fibonacci(10), s",
        "Per step, ms",
        "10 × fibonacci(33), s",
        "Overhead per step, ms",
        "Gap, ms",
        "Dispatch, ms",
    ]
    return Table("Windmill's orchestrator benchmark of 2026-09-15: medians of 5", columns, rows, words=2)
