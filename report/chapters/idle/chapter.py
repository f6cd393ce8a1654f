"""What a deployment costs that has nothing to do: an hour of its CPU time, its memory, what it asks its database."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

from records.measurement import Measurement
from records.names import CONTROL, IDLE
from report.chapters.form import Form
from report.chapters.question import aged
from report.chapters.registry import Chapter, title
from report.chapters.shared.contenders import contenders
from report.chapters.shared.labelled import labelled, labelled_table
from report.chapters.shared.missing import missing
from report.data.folders import Evidence
from report.data.results import Results
from report.data.series import Series
from report.page.document import Block, Section, Table, Text
from report.text import listed, number, plural

_HOUR_S = 3600
_ABOUT = (
    "Every service that a deployment of this pipeline needs is up, Airflow's triggerer and Dagster's sensors among "
    f"them, on an empty landing folder; schedules are on. {CONTROL} is PostgreSQL alone. CPU time and what was asked "
    "of the database are told for an hour. PostgreSQL logged every statement meanwhile, to count them, which costs it "
    "some CPU time. Memory is the sum of proportional set sizes at the end."
)
_CPU, _MEMORY = "CPU, s an hour", "Memory, MB"
_FIGURES: dict[str, Callable[[Measurement], float | None]] = {
    _CPU: lambda m: _an_hour(m, m.resources.cpu_s),
    _MEMORY: lambda m: sum(_memory_by_role(m).values()) or None,
    "Processes": lambda m: m.idle.processes if m.idle else None,
    "Statements an hour": lambda m: _an_hour(m, m.idle.statements if m.idle else None),
    "Transactions an hour": lambda m: _an_hour(m, m.idle.transactions if m.idle else None),
    "Metadata, kB an hour": lambda m: _an_hour(m, m.metadata.bytes / 1e3 if m.metadata else None),
}


def write(evidence: Evidence, _target: Path) -> list[Section]:
    """One chapter per place where the stacks were."""
    return [form(title(key), results).section() for key, results in evidence.runs_of(IDLE).items()]


def form(heading: str, results: Results) -> Form:
    """The chapter on one run."""
    able = [series for series in results.series(results.main) if series.rounds and series.missing is None]
    by_role: list[Block] = [
        Text(_ABOUT),
        _by_role("CPU seconds an hour by process role", able, _cpu_by_role),
        _by_role("Memory in MB by process role", able, _memory_by_role),
        *missing(results),
    ]
    parts = {"Contenders": contenders(results), "By process role": by_role}
    return Form(
        heading,
        "What does a deployment cost that has nothing to do?",
        _answer(able),
        warning=aged(results.measured_on),
        table=labelled_table(_costs(results, able), results.contenders),
        evidence=[Section(name, labelled(blocks, results.contenders)) for name, blocks in parts.items()],
    )


CHAPTER = Chapter(25, write, about=IDLE, title="Idle")


def _answer(able: list[Series]) -> str:
    """What an hour takes the tuned contenders, or whoever was measured."""
    leading = [one for one in able if one.kind == "tuned"] or [one for one in able if one.stack != CONTROL]
    told = [
        f"{_middle(one, _FIGURES[_CPU])} CPU s and {_middle(one, _FIGURES[_MEMORY])} MB with {one.label}"
        for one in leading
    ]
    return f"An idle hour takes {listed(told)}." if told else "No tool was measured."


def _costs(results: Results, able: list[Series]) -> Table:
    """Each contender's figures."""
    minutes = round((results.main.case.idle_s or 0) / 60)
    rows = [[one.name, str(len(one.rounds)), *(_middle(one, figure) for figure in _FIGURES.values())] for one in able]
    return Table(f"{plural(minutes, 'minute')}: median over rounds", ["Contender", "n", *_FIGURES], rows)


def _by_role(caption: str, able: list[Series], read: Callable[[Measurement], dict[str, float]]) -> Table:
    """The median over rounds; the costliest role first."""
    found = {series: [read(run.measurement) for run in series.rounds] for series in able}
    names = {role for rounds in found.values() for each in rounds for role in each}
    middles = {
        series: {role: median(each.get(role, 0) for each in rounds) for role in names if any(role in r for r in rounds)}
        for series, rounds in found.items()
    }
    by_cost = sorted(names, key=lambda role: (-sum(each.get(role, 0) for each in middles.values()), role))
    rows = [[series.name, *(number(each.get(role)) for role in by_cost)] for series, each in middles.items()]
    return Table(caption, ["Contender", *by_cost], rows)


def _middle(series: Series, figure: Callable[[Measurement], float | None]) -> str:
    known = [value for run in series.rounds if (value := figure(run.measurement)) is not None]
    return number(median(known) if known else None)


def _an_hour(m: Measurement, value: float | None) -> float | None:
    wall_s = m.clocks.control_plane_done_s
    return None if value is None or not wall_s else value * _HOUR_S / wall_s


def _memory_by_role(m: Measurement) -> dict[str, float]:
    return {role: held / 1e6 for role, held in ((m.idle and m.idle.pss_bytes_by_role) or {}).items()}


def _cpu_by_role(m: Measurement) -> dict[str, float]:
    return {role: _an_hour(m, seconds) or 0.0 for role, seconds in m.resources.cpu_s_by_role.items()}
