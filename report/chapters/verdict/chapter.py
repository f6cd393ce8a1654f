"""The verdict on everything that was measured: a table, what to know beside it, a picture, the ranking."""

from pathlib import Path

from report.chapters.registry import Chapter, registered
from report.chapters.verdict.machines import machines
from report.chapters.verdict.picture import picture
from report.chapters.verdict.questions import questions, unmeasured
from report.chapters.verdict.ranking import ranking
from report.chapters.verdict.rows import Row, rows
from report.chapters.verdict.tables import all_measures, verdict_table
from report.data.folders import Evidence
from report.page.document import Block, Items, Section, Text
from report.stats.comparison import ENOUGH

TITLE = "Verdict"
_RANKED = (
    "The ranking weighs the same questions in proportions that are yours to set, in the page; nothing is decided for "
    "you. A question's cost is the ratio to the contender that needs least, over several measures their geometric "
    "mean, and so is the total. Two shares say how stable it is: how often a contender is first when rounds are "
    "drawn again with replacement (a measure of a single round stays as it is, and makes the ranking look more "
    "stable than it is), and how often over all possible weightings of the questions. A tool has one suite of tests, "
    "which its configurations share."
)
_READ = (
    "A tool's cell has its ratio to the reference (of geometric means over rounds, with its 95 % interval; less is "
    "better), then its own median and rounds; the verdict says what the ratio is worth. "
    f"A verdict takes {ENOUGH} rounds on each side: 'no measurable difference' where the interval holds 1."
)


def write(evidence: Evidence, _target: Path) -> list[Section]:
    """The chapter, whatever was measured."""
    return [Section(TITLE, [*machines(evidence), *blocks(evidence)])]


def summary(evidence: Evidence) -> list[Block]:
    """The verdict's table, its picture, and what to know beside it."""
    found = rows(questions(evidence))
    drawn = picture(found)
    return [verdict_table(found), *([drawn] if drawn else []), Items(_caveats(evidence, found))]


CHAPTER = Chapter(0, write, summary=summary)


def blocks(evidence: Evidence) -> list[Block]:
    """The verdict on everything that was measured."""
    asked = questions(evidence)
    found = rows(asked)
    notes = [*_caveats(evidence, found), *unmeasured(asked)]
    if not found:
        nothing = Text("Nothing here compares two tools in the same configuration.", "lead")
        return [nothing, *([Items(notes)] if notes else [])]
    weighed = ranking(asked)
    ranked: list[Block] = [Text("Your own ranking", "heading"), Text(_RANKED), weighed] if weighed else []
    drawn = picture(found)
    return [
        verdict_table(found),
        Text(_READ),
        *([Items(notes)] if notes else []),
        *([drawn] if drawn else []),
        all_measures(found),
        *ranked,
    ]


def _caveats(evidence: Evidence, found: list[Row]) -> list[str]:
    """What every chapter has to say beside its answers."""
    compared = [one.contender for row in found for one in row.standings]
    return [sentence for chapter in registered() for sentence in chapter.caveats(evidence, compared)]
