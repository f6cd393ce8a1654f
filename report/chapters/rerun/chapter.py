"""The chapter on failures and changes, after which days are asked for again."""

from collections.abc import Callable
from pathlib import Path

from records.names import RERUN
from report.chapters.form import Form
from report.chapters.question import aged
from report.chapters.registry import Chapter, title
from report.chapters.rerun.answer import answer, not_right
from report.chapters.rerun.caveats import caveats, once, waited
from report.chapters.rerun.costs import costs, overview, times_withdrawn
from report.chapters.rerun.questions import facts, questions
from report.chapters.shared.contenders import contenders
from report.chapters.shared.labelled import labelled, labelled_table
from report.chapters.shared.raw_values import raw_values
from report.chapters.shared.source_files import source_files
from report.chapters.shared.validity import parity, row_counts
from report.data.folders import Evidence
from report.data.results import Results
from report.page.document import Block, Section

_PARTS: list[tuple[str, Callable[[Results], list[Block]]]] = [
    ("Contenders", contenders),
    ("Every fault", costs),
    ("Parity", parity),
    ("Row counts", row_counts),
    ("Files read", source_files),
    ("Raw values", raw_values),
]


def write(evidence: Evidence, _target: Path) -> list[Section]:
    """One chapter per place where the stacks were."""
    return [form(title(key), results).section() for key, results in evidence.runs_of(RERUN).items()]


CHAPTER = Chapter(
    20, write, about=RERUN, title="Failures and changes", questions=questions, facts=facts, caveats=caveats
)


def form(heading: str, results: Results) -> Form:
    """The chapter on one run."""
    table = overview(results)
    return Form(
        heading,
        "What does a failure or a change cost?",
        answer(results),
        table=labelled_table(table, results.contenders) if table.rows else None,
        means=not_right(results),
        changes=[*waited(results), *once(results)],
        warning=" ".join(filter(None, [aged(results.measured_on), times_withdrawn(results)])),
        evidence=[Section(name, labelled(part(results), results.contenders)) for name, part in _PARTS],
    )
