"""The chapter on chains: what it takes to hand one step to the next, beside published figures of other engines."""

import tomllib
from pathlib import Path
from statistics import median
from typing import Any, Final

from records.measurement import Chained
from records.names import CHAIN, HEAVY_STEPS, LIGHT_STEPS
from report.chapters.chain.figures import between_s, processes, recorded, work_s
from report.chapters.chain.questions import questions
from report.chapters.form import Form
from report.chapters.registry import Chapter, title
from report.chapters.shared.contenders import contenders
from report.chapters.shared.labelled import labelled, labelled_table
from report.chapters.shared.missing import missing
from report.chapters.shared.raw_values import raw_values
from report.data.folders import Evidence
from report.data.metrics import CPU, WALL
from report.data.results import Results
from report.data.run import Run
from report.data.series import Series, Subject
from report.page.document import Block, Section, Table, Text
from report.text import MISSING, interval, number, spread, times

_PUBLISHED_CELERY: Final = "Airflow 3.3.1, official compose (Celery), idle sleep 0.1 s"
_WHAT_A_STEP_IS = (
    "What a step is: a process of its own costs its start, a call in a process that is there does not. A step that "
    "waits for its own work longer than it is handed over hides what handing over takes."
)
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
    return [form(title(key), results).section() for key, results in evidence.runs_of(CHAIN).items()]


def form(heading: str, results: Results) -> Form:
    """The chapter on one run."""
    parts: dict[str, list[Block]] = {
        "Contenders": contenders(results),
        "What handing over takes": [Text(_ABOUT), *_tables(results), *missing(results)],
        "Beside other engines": [Text(_BESIDE), _published()],
        "Raw values": raw_values(results),
    }
    return Form(
        heading,
        "What does it take to hand one small step to the next?",
        _answer(results),
        table=labelled_table(_summed(results), results.contenders),
        means=_beside(results),
        changes=[_WHAT_A_STEP_IS],
        evidence=[Section(name, labelled(blocks, results.contenders)) for name, blocks in parts.items()],
    )


CHAPTER = Chapter(27, write, about=CHAIN, title="Steps one after the other", questions=questions)


def _answer(results: Results) -> str:
    """What is between two steps with the tuned contenders, in every shape that they have."""
    told = [
        f"{each.label} {_ms(_between(each))} ms ({_shape(each)}, {_task(each)})"
        for each in _able(results, LIGHT_STEPS)
        if each.kind == "tuned"
    ]
    return f"Between two steps that do next to nothing: {'; '.join(told)}." if told else "No tool was measured."


def _summed(results: Results) -> Table:
    """A row for each contender in each shape: between two steps and CPU a step, light steps and heavy ones."""
    heavy = {(each.name, _shape(each)): each for each in _able(results, HEAVY_STEPS)}
    rows = []
    for light in _able(results, LIGHT_STEPS):
        of = heavy.get((light.name, _shape(light)))
        costs = [cell for each in (light, of) for cell in (_costs(each) if each else [MISSING, MISSING])]
        rows.append([light.name, _shape(light), _task(light), *costs])
    columns = ["Contender", "Chain", "A step is", "Between two, ms", "CPU a step, ms"]
    columns += ["Between two heavy ones, ms", "CPU a heavy one, ms"]
    caption = f"Medians over rounds, by the steps' own clocks: {', '.join(_workloads(results))}"
    return Table(caption, columns, rows, words=3)


def _beside(results: Results) -> list[str]:
    """Airflow behind a broker beside the published figure: the same tool, method and workload, another machine."""
    (published,) = [one for one in _engines() if one["name"] == _PUBLISHED_CELERY]
    ours = next((each for each in _able(results, LIGHT_STEPS) if each.name == "airflow:celery"), None)
    each = [told for run in ours.rounds if (told := recorded(_chain(run).recorded))] if ours else []
    if not ours or not each:
        return []
    per_step = 1000 * median(told.total_s for told in each) / _steps(ours)
    gap, inside = (1000 * median(getattr(told, part) for told in each) for part in ("gap_s", "in_task_s"))
    low, high = published["in_task_ms"]
    return [
        f"{ours.label} takes {number(per_step)} ms per step by the published method, where {published['name']} took "
        f"{published['light_task_ms']} ms: {times(per_step / published['light_task_ms'])}. Between a step's end and "
        f"the next one's queueing {number(gap)} ms (there {published['gap_ms']} ms), in the task {number(inside)} ms "
        f"(there {low} to {high} ms)."
    ]


def _able(results: Results, scenario: str) -> list[Series]:
    """Every contender in every shape that gets a number."""
    subjects = [subject for subject in results.subjects if subject.scenario.name == scenario]
    found = [each for subject in subjects for each in results.series(subject)]
    return [each for each in found if each.rounds and not each.missing]


def _costs(series: Series) -> list[str]:
    cpu = series.median(CPU)
    return [_ms(_between(series)), MISSING if cpu is None else _ms(cpu / _steps(series))]


def _between(series: Series) -> float:
    return median(between_s(_chain(run)) for run in series.rounds)


def _shape(series: Series) -> str:
    return series.subject.case.chain.shape if series.subject.case.chain else ""


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


def _engines() -> list[dict[str, Any]]:
    """What others have measured in the same way."""
    found: list[dict[str, Any]] = tomllib.loads(_PUBLISHED.read_text(encoding="utf-8"))["engine"]
    return found


def _published() -> Table:
    """The same as a table."""
    engines = _engines()
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
