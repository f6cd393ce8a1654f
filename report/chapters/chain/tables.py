"""The tables on chains: by the tools' records, by the steps' own clocks, and what was published of others."""

import tomllib
from pathlib import Path
from statistics import median
from typing import Any

from records.measurement import Chained
from report.chapters.chain.figures import between_s, processes, recorded, work_s
from report.data.metrics import CPU, WALL
from report.data.results import Results
from report.data.run import Run
from report.data.series import Series, Subject
from report.page.document import Block, Table, Text
from report.text import MISSING, interval, number, spread

_PUBLISHED = Path(__file__).with_name("published.toml")
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


def able_in(results: Results, scenario: str) -> list[Series]:
    """Every contender in every shape that gets a number."""
    subjects = [subject for subject in results.subjects if subject.scenario.name == scenario]
    found = [each for subject in subjects for each in results.series(subject)]
    return [each for each in found if each.rounds and not each.missing]


def between_steps_s(series: Series) -> float:
    """Median seconds between two steps, over rounds."""
    return median(between_s(chain_of(run)) for run in series.rounds)


def shape_of(series: Series) -> str:
    """What the chain is in its tool: dag, ops, assets."""
    return series.subject.case.chain.shape if series.subject.case.chain else ""


def handed_over(results: Results) -> list[Block]:
    """Theirs and ours, a row for each contender in each shape, a pair of tables for each workload."""
    found: list[Block] = []
    for heading, subjects in workloads(results).items():
        able = [each for subject in subjects for each in results.series(subject) if each.rounds and not each.missing]
        theirs = [row for each in able if (row := _recorded(each))]
        of = f"{heading}: medians over rounds"
        if theirs:  # bare keeps no records
            found += [Text(_THEIRS), Table(f"{of}, by the tools' records", _RECORDED, theirs, words=3)]
        if able:
            ours = [_own(each) for each in able]
            found += [Text(_OURS), Table(f"{of}, by the steps' own clocks", _MEASURED, ours, words=3)]
    return found


def workloads(results: Results) -> dict[str, list[Subject]]:
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
    each = [told for run in series.rounds if (told := recorded(chain_of(run).recorded))]
    if not each:
        return None
    steps = steps_of(series)
    totals = [told.total_s for told in each]
    overheads = [told.total_s - work_s(chain_of(run)) for told, run in zip(each, series.rounds, strict=True)]
    dispatches = [told.dispatch_s for told in each if told.dispatch_s is not None]
    return [
        *_whose(series),
        number(median(totals)),
        interval(min(totals), max(totals)),
        ms(median(totals) / steps),
        ms(median(overheads) / steps),
        ms(median(told.gap_s for told in each)),
        ms(median(dispatches)) if dispatches else MISSING,
        ms(median(told.in_task_s for told in each)),
    ]


def _own(series: Series) -> list[str]:
    between = median(between_s(chain_of(run)) for run in series.rounds)
    cpu = series.median(CPU)
    return [
        *_whose(series),
        number(series.median(WALL)),
        ms(between),
        MISSING if cpu is None else ms(cpu / steps_of(series)),
    ]


def _whose(series: Series) -> list[str]:
    chain = series.subject.case.chain
    return [series.name, chain.shape if chain else "", what_a_step_is(series), str(len(series.rounds))]


def what_a_step_is(series: Series) -> str:
    """What a step is, by the numbers of processes that the steps ran in."""
    counts = {processes(chain_of(run)) for run in series.rounds}
    if counts == {1}:
        return "a call"
    return "a process" if counts == {steps_of(series)} else f"a call in one of {spread(counts)} processes"


def steps_of(series: Series) -> int:
    """How many steps the chain has."""
    chain = series.subject.case.chain
    assert chain
    return chain.steps


def chain_of(run: Run) -> Chained:
    """The round's chain, step by step."""
    assert run.measurement.chain
    return run.measurement.chain


def ms(seconds: float) -> str:
    """Seconds as milliseconds, in words."""
    return number(1000 * seconds)


def published_engines() -> list[dict[str, Any]]:
    """What others have measured in the same way."""
    found: list[dict[str, Any]] = tomllib.loads(_PUBLISHED.read_text(encoding="utf-8"))["engine"]
    return found


def published_table() -> Table:
    """The same as a table."""
    engines = published_engines()
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
