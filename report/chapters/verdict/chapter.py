"""The first screen: what was found in a sentence per tool, one picture, one row for each question and pair."""

from pathlib import Path

from report.chapters.question import Fact
from report.chapters.registry import Chapter, registered
from report.chapters.verdict.asked import asked_table, words
from report.chapters.verdict.explore import explorer
from report.chapters.verdict.findings import findings
from report.chapters.verdict.machines import comparable
from report.chapters.verdict.picture import picture
from report.chapters.verdict.questions import questions, unmeasured
from report.chapters.verdict.ranking import ranking, weighable
from report.chapters.verdict.rows import Row, rows
from report.chapters.verdict.tables import all_measures, configurations, tools_of, verdict_table
from report.chapters.verdict.together import together
from report.data.folders import Evidence
from report.page.document import Block, Items, Section, Text
from report.stats.comparison import ENOUGH

TITLE = "Verdict"
_CHOSEN = (
    "Any contender of a case as the baseline, any metric: ratios are of geometric means over rounds, with the "
    "intervals that the tables have. The address of the page holds the choice: copy it to send what you see."
)
_RANKED = (
    "The ranking weighs the same questions; in the page you set the weights. A question's cost is the ratio to the "
    "contender that needs least (with several measures, the geometric mean of their ratios). The total is the "
    "weighted geometric mean of the costs. Two shares show how stable the ranking is: how often a contender is first "
    "when rounds are drawn again with replacement, and how often over all possible weightings of the questions. Only "
    f"what has {ENOUGH} rounds or more weighs. A tool has one test suite, which its configurations share."
)
_READ = (
    "A cell of a tool begins with its ratio to the reference: 0.50× is half as much, and below 1 is better. Then come "
    "the ratio's 95 % interval in brackets, the tool's own median and its rounds. Ratios are of geometric means over "
    "rounds, so they differ a little from the ratios of the medians. A verdict, and a ratio, needs "
    f"{ENOUGH} rounds on each side; 'no measurable difference' means that the interval includes 1. A warning sign "
    "tells of rounds that differ between the sides, and of results that are older than the method."
)
_WARM = (
    "Warm: workers have imported dbt and the steps' libraries before they get work. Cold: each task or run imports "
    "them anew. No broker: workers are started by the scheduler or the daemon, without Celery."
)
_FEW = 2
"""How many of the findings from where on one way beats another are in README."""


def write(evidence: Evidence, _target: Path) -> list[Section]:
    """The chapter, whatever was measured."""
    asked = questions(evidence)
    found = rows(asked)
    told = _facts(evidence)
    notes = _caveats(evidence, found)
    pairs = together(found)
    folded: list[tuple[str, list[Block]]] = [
        ("Words", [words()]),
        ("What to know beside it", [Items(notes)] if notes else []),
        ("What the pairs say together", [Items(pairs)] if pairs else []),
        ("All measures", [all_measures(found)] if found else []),
        ("Questions that people ask", [asked_table(evidence)]),
        ("What was not measured", [Items(left)] if (left := unmeasured(asked)) else []),
    ]
    behind = [Section(heading, blocks) for heading, blocks in folded if blocks]
    weighed = ranking(weighable(asked))
    chosen = explorer(evidence)
    ranked = [
        *([Section("Choose and compare", [Text(_CHOSEN), chosen])] if chosen else []),
        *([Section("Your own ranking", [Text(_RANKED), weighed])] if weighed else []),
    ]
    return [Section(TITLE, _first_screen(evidence, found, told), ranked, behind)]


def summary(evidence: Evidence) -> list[Block]:
    """README's picture and findings."""
    found = rows(questions(evidence))
    drawn = picture(found)
    said = [*_found(found, _facts(evidence)), *_since(evidence)[:_FEW]]
    return [*([drawn] if drawn else []), Items(said)]


CHAPTER = Chapter(0, write, summary=summary)


def _first_screen(evidence: Evidence, found: list[Row], told: list[Fact]) -> list[Block]:
    """The question, the findings, the picture, the table and how to read it."""
    asked = Text(_question(found), "question")
    if not found:
        return [asked, Text("Nothing here compares two tools in the same configuration.", "lead")]
    drawn = picture(found)
    since, means = _since(evidence), configurations(found)
    break_even: list[Block] = [Text("Break-even", "heading"), Items(since)] if since else []
    return [
        asked,
        *(Text(sentence, "lead") for sentence in _found(found, told)),
        *([Text(_WARM)] if any(one.contender.workers for row in found for one in row.standings) else []),
        *([drawn] if drawn else []),
        verdict_table(found, told),
        *([Items(means)] if means else []),
        Text(_READ),
        *break_even,
    ]


def _question(found: list[Row]) -> str:
    """Which of the tools that are compared."""
    labels = [tool.label for tool in tools_of(found)]
    which = f"{', '.join(labels[:-1])} or {labels[-1]}" if labels else "Which tool"
    return f"{which}, for a pipeline like this one?"


def _found(found: list[Row], told: list[Fact]) -> list[str]:
    """A sentence per tool, or that no verdict stands on so few rounds."""
    return findings(found, told) or [f"No verdict: no row has {ENOUGH} rounds on each side."]


def _facts(evidence: Evidence) -> list[Fact]:
    return [fact for chapter in registered() for fact in chapter.facts(evidence)]


def _since(evidence: Evidence) -> list[str]:
    return [sentence for chapter in registered() for sentence in chapter.findings(evidence)]


def _caveats(evidence: Evidence, found: list[Row]) -> list[str]:
    """What every chapter has to say beside its answers, and whether their seconds compare."""
    compared = [one.contender for row in found for one in row.standings]
    said = [sentence for chapter in registered() for sentence in chapter.caveats(evidence, compared)]
    return [*said, *comparable(evidence)]
