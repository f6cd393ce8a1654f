"""The chapter on chains: what it takes to hand one step to the next, beside published figures of other engines."""

from pathlib import Path
from statistics import median
from typing import Final

from records.names import CHAIN, HEAVY_STEPS, LIGHT_STEPS
from report.chapters.chain.figures import recorded
from report.chapters.chain.questions import questions
from report.chapters.chain.tables import (
    able_in,
    between_steps_s,
    chain_of,
    handed_over,
    ms,
    published_engines,
    published_table,
    shape_of,
    steps_of,
    what_a_step_is,
    workloads,
)
from report.chapters.form import Form
from report.chapters.question import aged
from report.chapters.registry import Chapter, title
from report.chapters.shared.contenders import contenders
from report.chapters.shared.labelled import labelled, labelled_table
from report.chapters.shared.missing import missing
from report.chapters.shared.raw_values import raw_values
from report.data.folders import Evidence
from report.data.metrics import CPU
from report.data.results import Results
from report.data.series import Series
from report.page.document import Block, Section, Table, Text
from report.text import MISSING, number, times

_PUBLISHED_CELERY: Final = "Airflow 3.3.1, official compose (Celery), idle sleep 0.1 s"
_WHAT_A_STEP_IS = (
    "What a step is: a process of its own costs its start, a call in a process that is there does not. The longer a "
    "step's own work takes, the less handing over matters."
)
_ABOUT = (
    "Steps strictly one after the other, each of which computes a Fibonacci number by naive recursion: fibonacci(10) "
    "takes about 8 µs, fibonacci(33) about a third of a second. What is left is what handing over takes. A chain that "
    "is not counted goes before each. Checked in every round: all steps, in order, no two at once, at the first try, "
    "with the right value."
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
        "What handing over takes": [Text(_ABOUT), *handed_over(results), *missing(results)],
        "Beside other engines": [Text(_BESIDE), published_table()],
        "Raw values": raw_values(results),
    }
    return Form(
        heading,
        "What does it take to hand one small step to the next?",
        _answer(results),
        warning=aged(results.measured_on),
        table=labelled_table(_summed(results), results.contenders),
        means=_beside(results),
        changes=[_WHAT_A_STEP_IS],
        evidence=[Section(name, labelled(blocks, results.contenders)) for name, blocks in parts.items()],
    )


CHAPTER = Chapter(27, write, about=CHAIN, title="Steps one after the other", questions=questions)


def _answer(results: Results) -> str:
    """What is between two steps with the tuned contenders, in every shape that they have."""
    told = [
        f"{each.label} {ms(between_steps_s(each))} ms ({shape_of(each)}, {what_a_step_is(each)})"
        for each in able_in(results, LIGHT_STEPS)
        if each.kind == "tuned"
    ]
    return f"Between two steps that do next to nothing: {'; '.join(told)}." if told else "No tool was measured."


def _summed(results: Results) -> Table:
    """A row for each contender in each shape: between two steps and CPU a step, light steps and heavy ones."""
    heavy = {(each.name, shape_of(each)): each for each in able_in(results, HEAVY_STEPS)}
    rows = []
    for light in able_in(results, LIGHT_STEPS):
        of = heavy.get((light.name, shape_of(light)))
        costs = [cell for each in (light, of) for cell in (_costs(each) if each else [MISSING, MISSING])]
        rows.append([light.name, shape_of(light), what_a_step_is(light), *costs])
    columns = ["Contender", "Chain", "A step is", "Between two, ms", "CPU a step, ms"]
    columns += ["Between two heavy ones, ms", "CPU a heavy one, ms"]
    caption = f"Medians over rounds, by the steps' own clocks: {', '.join(workloads(results))}"
    return Table(caption, columns, rows, words=3)


def _beside(results: Results) -> list[str]:
    """Airflow behind a broker beside the published figure: the same tool, method and workload, another machine."""
    (published,) = [one for one in published_engines() if one["name"] == _PUBLISHED_CELERY]
    ours = next((each for each in able_in(results, LIGHT_STEPS) if each.name == "airflow:celery"), None)
    each = [told for run in ours.rounds if (told := recorded(chain_of(run).recorded))] if ours else []
    if not ours or not each:
        return []
    per_step = 1000 * median(told.total_s for told in each) / steps_of(ours)
    gap, inside = (1000 * median(getattr(told, part) for told in each) for part in ("gap_s", "in_task_s"))
    low, high = published["in_task_ms"]
    return [
        f"{ours.label} takes {number(per_step)} ms per step by the published method, where {published['name']} took "
        f"{published['light_task_ms']} ms: {times(per_step / published['light_task_ms'])}. Between a step's end and "
        f"the next one's queueing {number(gap)} ms (there {published['gap_ms']} ms), in the task {number(inside)} ms "
        f"(there {low} to {high} ms)."
    ]


def _costs(series: Series) -> list[str]:
    cpu = series.median(CPU)
    return [ms(between_steps_s(series)), MISSING if cpu is None else ms(cpu / steps_of(series))]
