"""The first screen: what was found in a sentence per tool, one picture, one row for each question and pair."""

from pathlib import Path

from report.chapters.question import Fact, Question
from report.chapters.registry import Chapter, registered
from report.chapters.verdict.asked import asked_table, words
from report.chapters.verdict.explore import explorer
from report.chapters.verdict.findings import findings, unanswered
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
from report.text import listed, plural

TITLE = "Verdict"
_CHOSEN = (
    "Any contender as the baseline, any metric, any chapters: ratios are of geometric means over rounds, with the "
    "intervals that the tables have, and the ranking below follows. The address of the page holds the choice: copy it "
    "to send what you see."
)
_RANKED = (
    "The ranking weighs questions of which everything has been measured often enough; in the page you set the weights. "
    "A question's cost is the ratio to the contender that needs least (with several measures, the geometric mean of "
    "their ratios). The total is the weighted geometric mean of the costs. Two shares show how stable the ranking is: "
    "how often a contender is first when rounds are drawn again with replacement, and how often over all possible "
    f"weightings of the questions. Only what has {ENOUGH} rounds or more weighs. A tool has one test suite, which its "
    "configurations share."
)
_READ = (
    "A cell of a tool begins with its ratio to the reference: 0.50× is half as much, and below 1 is better. Then come "
    "the ratio's 95 % interval in brackets, the tool's own median (of a further day: its mean) and its rounds. Ratios "
    "are of geometric means over rounds: the more rounds scatter, the more they differ from those of the values beside "
    "them. A verdict, "
    f"and a ratio, needs {ENOUGH} rounds on each side; 'no measurable difference' means that the interval includes 1. "
    "A warning sign tells of rounds that differ between the sides, and of results that are older than the method. "
    "Bring-up is from the start of the services until all of them are ready, and part of no other time."
)
_WARM = (
    "Warm: workers have imported dbt and the steps' libraries before they get work. Cold: each task or run imports "
    "them anew, as Dagster's default launcher always does. No broker: workers are started by the scheduler or the "
    "daemon, without Celery."
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
        ("What was not measured", [Items(left)] if (left := unmeasured(asked, evidence)) else []),
    ]
    behind = [Section(heading, blocks) for heading, blocks in folded if blocks]
    weighed = ranking(weighable(asked))
    chosen = explorer(evidence)
    ranked = [
        *([Section("Choose and compare", [Text(_CHOSEN), chosen])] if chosen else []),
        *([Section("Your own ranking", [Text(f"{_RANKED} {_weighed(asked)}"), weighed])] if weighed else []),
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
        *([Text(_warm(found))] if any(one.contender.workers for row in found for one in row.standings) else []),
        *([Text(cores)] if (cores := _cores(evidence)) else []),
        *([drawn] if drawn else []),
        *(block for chapter in registered() if chapter is not CHAPTER for block in chapter.summary(evidence)),
        verdict_table(found, told),
        *([Items(means)] if means else []),
        Text(_READ),
        *break_even,
    ]


def _warm(found: list[Row]) -> str:
    """What warm and cold mean; that all cold is a control, where it is there."""
    control = any(row.short.endswith("all cold") for row in found)
    return f"{_WARM} All cold shows what warm workers save; nobody would choose it." if control else _WARM


def _cores(evidence: Evidence) -> str:
    """How small the machine was; "" where nothing tells."""
    cores = sorted({machine.cores for part in evidence.parts.values() for machine in part.machines})
    measured = f"Measured on a machine of {listed([plural(count, 'core') for count in cores])}"
    return f"{measured}: with more of them, times would be others." if cores else ""


def _question(found: list[Row]) -> str:
    """Which of the tools that are compared."""
    labels = [tool.label for tool in tools_of(found)]
    which = f"{', '.join(labels[:-1])} or {labels[-1]}" if labels else "Which tool"
    return f"{which}, for a pipeline like this one?"


def _found(found: list[Row], told: list[Fact]) -> list[str]:
    """A sentence per tool, or that no verdict stands on so few rounds, and what no row answers."""
    said = findings(found, told)
    return [*said, *unanswered(found, told)] if said else [f"No verdict: no row has {ENOUGH} rounds on each side."]


def _weighed(asked: list[Question]) -> str:
    """Which measures are in the ranking, question by question."""
    of = {each.short: [m.short for m in each.measures if m.samples and m.ranked] for each in weighable(asked)}
    return f"Here it weighs {'; '.join(f'{short}: {listed(own)}' for short, own in of.items() if own)}."


def _facts(evidence: Evidence) -> list[Fact]:
    return [fact for chapter in registered() for fact in chapter.facts(evidence)]


def _since(evidence: Evidence) -> list[str]:
    return [sentence for chapter in registered() for sentence in chapter.findings(evidence)]


def _caveats(evidence: Evidence, found: list[Row]) -> list[str]:
    """What every chapter has to say beside its answers, and whether their seconds compare."""
    compared = [one.contender for row in found for one in row.standings]
    said = [sentence for chapter in registered() for sentence in chapter.caveats(evidence, compared)]
    return [*said, *comparable(evidence)]
