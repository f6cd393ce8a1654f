"""A question of someone who has to choose, and what answers it: raw values of several contenders, taken in one run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from records.names import CONTROL, REFERENCES
from records.plan import Contender, Stack
from report.data.changes import changed_since
from report.data.results import Results
from report.text import plural

WORKS: Final = (
    "A backfill of many days",
    "One nightly run",
    "Long steps",
    "Hundreds of small steps",
    "Files that arrive",
    "A bad day",
    "Writing and testing",
    "What a deployment costs",
)
"""The kinds of work by which the verdict is told, in their order; others come after them."""
SEVERAL_MACHINES = "measured on several machines"


@dataclass(frozen=True)
class Measure:
    """Something of which less is better, measured with several contenders in one run.

    tools are all of the run, in its order; contenders those that stand for them. samples has a contender's name -> the
    raw value of each round, in the unit; missing has a name -> why it has none. reference is the name of the tool that
    ratios are to. Measures of one source come from the same rounds. leads: whether the verdict shows it, or only the
    table of all. shared: whether a tool has the same values in all of its configurations. ranked: whether it counts in
    the ranking. matters says for whom less is better, after "where" ("tests have to answer soon"); chapter is the title
    of the chapter that has more of it; older is how many changes of method, wrappers and settings are newer than it.
    typical is which one of a contender's values is told, the same as in that chapter.
    """

    name: str
    short: str
    unit: str
    less: str
    more: str
    tools: list[Stack]
    reference: str | None
    contenders: list[Contender]
    samples: dict[str, list[float]]
    missing: dict[str, str]
    source: str
    leads: bool = True
    shared: bool = False
    ranked: bool = True
    matters: str = ""
    chapter: str = ""
    older: int = 0
    typical: Literal["median", "mean"] = "median"


@dataclass(frozen=True)
class Question:
    """What a reader asks, with all that was measured for it, the first thing first; command measures it.

    order is its place among the others: the lowest comes first. work is the kind of work that it is about, see WORKS.
    """

    order: int
    short: str
    text: str
    command: str
    measures: list[Measure]
    work: str = ""


@dataclass(frozen=True)
class Fact:
    """What is counted or told of each tool, and not timed: it stands beside the ratios.

    cells has a tool's name -> what is to be said of it, words what follows. ahead is the tool of whom less has to be
    feared, None where that is no one's; matters as in Measure. configuration is "any" where a tool's
    configurations share it.
    """

    work: str
    question: str
    tools: list[Stack]
    cells: dict[str, str]
    words: str
    chapter: str
    ahead: str | None = None
    matters: str = ""
    configuration: str = "any"


def standing(contenders: Iterable[Contender]) -> list[Contender]:
    """Those that stand for their tools: in a pair, stock or tuned; special ways where there are no others."""
    own = [contender for contender in contenders if contender.stack != CONTROL]
    return [one for one in own if one.pairs or one.kind in ("stock", "tuned")] or own


def unfit(results: Results) -> str | None:
    """Why nothing in the results is compared: several machines, or a reference older than its method; None if it is."""
    if not one_machine(results):
        return SEVERAL_MACHINES
    return outdated(results.measured_on) if results.plan.profile in REFERENCES else None


def outdated(day: date) -> str | None:
    """Why what was measured on a day is not compared: method, wrappers or settings have changed since; None if not."""
    changes = changed_since(day)
    return f"older than its method: {plural(changes, 'change')} since it was measured" if changes else None


def aged(day: date) -> str:
    """What a chapter says of itself where method, wrappers or settings have changed since it was measured; or ""."""
    changes = changed_since(day)
    return f"Measured on {day}, before {plural(changes, 'change')} of method, wrappers or settings." if changes else ""


def one_machine(results: Results) -> bool:
    """Whether everything was measured on one: a ratio across machines would be of machines as well."""
    return len(results.machines) <= 1
