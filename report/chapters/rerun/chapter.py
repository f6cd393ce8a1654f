"""The chapter on failures and changes, after which days are asked for again."""

from collections.abc import Callable
from pathlib import Path

from records.names import RERUN
from report.chapters.registry import Chapter, title
from report.chapters.rerun.caveats import caveats
from report.chapters.rerun.costs import costs
from report.chapters.rerun.questions import questions
from report.chapters.shared.contenders import contenders
from report.chapters.shared.labelled import labelled
from report.chapters.shared.raw_values import raw_values
from report.chapters.shared.source_files import source_files
from report.chapters.shared.validity import parity, row_counts
from report.data.folders import Evidence
from report.data.results import Results
from report.page.document import Block, Section

_PARTS: list[tuple[str, Callable[[Results], list[Block]]]] = [
    ("Contenders", contenders),
    ("What a failure or a change costs", costs),
    ("Parity", parity),
    ("Row counts", row_counts),
    ("Files read", source_files),
    ("Raw values", raw_values),
]


def write(evidence: Evidence, _target: Path) -> list[Section]:
    """One chapter per place where the stacks were."""
    found = {key: results for key, results in evidence.all_runs().items() if RERUN in results.families}
    return [Section(title(key), [], sections(results)) for key, results in found.items()]


CHAPTER = Chapter(20, write, about=RERUN, title="Failures and changes", questions=questions, caveats=caveats)


def sections(results: Results) -> list[Section]:
    """All sections that have something to say."""
    found = [(name, labelled(part(results), results.contenders)) for name, part in _PARTS]
    return [Section(name, blocks) for name, blocks in found if blocks]
