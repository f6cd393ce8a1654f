"""Where the CPU time of one day goes, from call stacks that were sampled."""

from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Final

from records.measurement import Measurement
from records.names import CONTROL, PROFILED
from report.chapters.form import Form
from report.chapters.question import aged
from report.chapters.registry import Chapter, title
from report.chapters.shared.contenders import contenders
from report.chapters.shared.labelled import labelled_table
from report.chapters.shared.missing import missing
from report.data.folders import Evidence
from report.data.results import Results
from report.page.document import Block, Section, Table, Text
from report.text import case_label, number

LEAST_S: Final = 0.5
"""CPU seconds of a day: what no contender used so much for counts with the rest."""
_REST: Final = "the rest"
_NOT_PYTHON: Final = ("postgresql", "broker")
_ABOUT = (
    "The call stacks of every Python process were sampled 50 times a second (py-spy). The CPU seconds that the "
    "processes used are divided among what they were found doing: the first of the columns whose calls are in a stack, "
    "so a library that is imported within a step counts as an import. Sampling stretches a run, so its times are in no "
    f"other figure. What no contender used {LEAST_S} s of a day for is in the rest."
)


def write(evidence: Evidence, _target: Path) -> list[Section]:
    """One chapter per place where the stacks were."""
    return [form(title(key), results).section() for key, results in evidence.runs_of(PROFILED).items()]


def form(heading: str, results: Results) -> Form:
    """The chapter on one run."""
    able = [one for one in results.series(results.main) if one.rounds and one.missing is None]
    used = {one.name: _a_day([run.measurement for run in one.rounds]) for one in able}
    about: list[Block] = [Text(_ABOUT), *missing(results)]
    return Form(
        heading,
        "Where does the CPU time of a day go?",
        _answer({one.label: used[one.name] for one in able if one.stack != CONTROL}),
        warning=aged(results.measured_on),
        table=labelled_table(_where(results, used), results.contenders),
        evidence=[Section("Contenders", contenders(results)), Section("How it was sampled", about)],
    )


CHAPTER = Chapter(15, write, about=PROFILED, title="Where CPU time goes")


def _answer(used: dict[str, dict[str, float]]) -> str:
    """What takes each contender the most."""
    largest = {label: max(each.items(), key=lambda part: part[1]) for label, each in used.items() if each}
    told = [
        f"{label} {doing} ({number(seconds)} s of {number(sum(used[label].values()))})"
        for label, (doing, seconds) in largest.items()
    ]
    return f"What takes most of a day's CPU time: {'; '.join(told)}." if told else "No tool was measured."


def _where(results: Results, used: dict[str, dict[str, float]]) -> Table:
    """A row for each contender: CPU seconds a day, the costliest column first, the rest last."""
    sums: Counter[str] = Counter()
    for each in used.values():
        sums.update(each)
    named = [doing for doing, _ in sums.most_common() if doing != _REST and _most(used, doing) >= LEAST_S]
    rows = [
        [
            name,
            number(sum(each.values())),
            *(number(each.get(doing)) for doing in named),
            number(sum(seconds for doing, seconds in each.items() if doing not in named)),
        ]
        for name, each in used.items()
    ]
    caption = f"{case_label(results.main.case)}: CPU seconds a day, mean over rounds"
    return Table(caption, ["Contender", "All", *named, _REST], rows)


def _most(used: dict[str, dict[str, float]], doing: str) -> float:
    return max(each.get(doing, 0.0) for each in used.values())


def _a_day(rounds: list[Measurement]) -> dict[str, float]:
    """CPU seconds of a day by what was done; what is not Python by its role."""
    each = [
        {
            **(m.cpu_s_by_doing or {}),
            **{role: seconds for role, seconds in m.resources.cpu_s_by_role.items() if role in _NOT_PYTHON},
        }
        for m in rounds
    ]
    days = len(rounds[0].case.days)
    return {doing: mean(one.get(doing, 0.0) for one in each) / days for one in each for doing in one}
