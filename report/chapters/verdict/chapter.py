"""The verdict on everything that was measured: a table, what to know beside it, a picture, the ranking."""

from pathlib import Path

from report.chapters.registry import Chapter, registered
from report.chapters.verdict.machines import comparable
from report.chapters.verdict.picture import picture
from report.chapters.verdict.questions import questions, unmeasured
from report.chapters.verdict.ranking import ranking
from report.chapters.verdict.rows import Row, rows
from report.chapters.verdict.tables import all_measures, configurations, verdict_table
from report.chapters.verdict.together import together
from report.data.folders import Evidence
from report.page.document import Block, Items, Section, Text
from report.stats.comparison import ENOUGH

TITLE = "Verdict"
_RANKED = (
    "The ranking weighs the same questions; in the page you set the weights. A question's cost is the ratio to the "
    "contender that needs least (with several measures, the geometric mean of their ratios). The total is the "
    "weighted geometric mean of the costs. Two shares show how stable the ranking is: how often a contender is first "
    "when rounds are drawn again with replacement, and how often over all possible weightings of the questions. A "
    "measure with a single round cannot vary, which makes the ranking look more stable than it is. A tool has one "
    "test suite, which its configurations share."
)
_READ = (
    "A cell of a tool begins with its ratio to the reference: 0.50× is half as much, and below 1 is better. Then come "
    "the ratio's 95 % interval in brackets, the tool's own median and its rounds. Ratios are of geometric means over "
    "rounds, so they differ a little from the ratios of the medians. A verdict needs "
    f"{ENOUGH} rounds on each side; 'no measurable difference' means that the interval includes 1."
)


def write(evidence: Evidence, _target: Path) -> list[Section]:
    """The chapter, whatever was measured."""
    return [Section(TITLE, blocks(evidence))]


def summary(evidence: Evidence) -> list[Block]:
    """The verdict's table and how to read it, its picture, and what to know beside it."""
    found = rows(questions(evidence))
    drawn = picture(found)
    return [*_told(found), *([drawn] if drawn else []), Items(_caveats(evidence, found))]


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
    since = [sentence for chapter in registered() for sentence in chapter.findings(evidence)]
    break_even: list[Block] = [Text("Break-even", "heading"), Items(since)] if since else []
    return [
        *_told(found),
        *([Items(notes)] if notes else []),
        *([drawn] if drawn else []),
        all_measures(found),
        *break_even,
        *ranked,
    ]


def _told(found: list[Row]) -> list[Block]:
    """What the pairs say together, the table, how to read it, and what its configurations are."""
    first, means = together(found), configurations(found)
    lead: list[Block] = [Text(first[0], "lead"), Items(first[1:])] if first else []
    return [*lead, verdict_table(found), Text(_READ), *([Items(means)] if means else [])]


def _caveats(evidence: Evidence, found: list[Row]) -> list[str]:
    """What every chapter has to say beside its answers, and whether their seconds compare."""
    compared = [one.contender for row in found for one in row.standings]
    said = [sentence for chapter in registered() for sentence in chapter.caveats(evidence, compared)]
    return [*said, *comparable(evidence)]
