"""What the tools' suites of tests answer: how long the tests of all intentions take."""

from collections.abc import Iterable
from typing import Final

from records.names import ERGONOMICS
from records.plan import Contender, Stack
from report.chapters.ergonomics import mistakes
from report.chapters.question import Fact, Measure, Question, outdated, standing
from report.chapters.registry import title
from report.data.ergonomics import COLD, WARM, Ergonomics
from report.data.folders import Evidence
from report.text import plural

_WRITING: Final = "Writing and testing"


def questions(evidence: Evidence) -> list[Question]:
    """Its question, with no measures where no suite was timed."""
    found = evidence.of(ERGONOMICS)
    described = {one.name: one for results in evidence.all_runs().values() for one in results.contenders}
    measures = suites(found, described.values()) if isinstance(found, Ergonomics) else []
    return [Question(30, "Test loop", "How fast is the test loop?", "bench ergonomics", measures, _WRITING)]


def facts(evidence: Evidence) -> list[Fact]:
    """How many mistakes are caught before production, and how much change requests touch, with each tool."""
    found = evidence.of(ERGONOMICS)
    if not isinstance(found, Ergonomics) or outdated(found.measured_on):
        return []
    told = []
    if possible := mistakes.possible(found):
        caught = {tool.name: mistakes.before_production(possible, tool) for tool in found.tools}
        most = [name for name, count in caught.items() if count == max(caught.values())]
        told.append(
            Fact(
                _WRITING,
                f"How many of {plural(len(possible), 'mistake')} are caught before production?",
                found.tools,
                {name: f"{count} of {len(possible)}" for name, count in caught.items()},
                "a count",
                title(ERGONOMICS),
                ahead=most[0] if len(most) == 1 else None,
                matters="mistakes have to be caught before production",
            )
        )
    if found.changes:
        told.append(
            Fact(
                _WRITING,
                f"How much do {plural(len({one.change for one in found.changes}), 'change request')} touch?",
                found.tools,
                {tool.name: _touched(found, tool) for tool in found.tools},
                "a count of lines and files, shared code included",
                title(ERGONOMICS),
            )
        )
    return told


def _touched(found: Ergonomics, tool: Stack) -> str:
    own = [one for one in found.changes if one.tool == tool.name]
    lines = sum(one.lines_added + one.lines_removed for one in own)
    return f"{plural(lines, 'line')} in {plural(sum(one.files for one in own), 'file')}"


def suites(found: Ergonomics, contenders: Iterable[Contender]) -> list[Measure]:
    """Seconds of all intentions' tests; a tool's suite speaks for each of its contenders, or for the tool alone."""
    tools = [tool.name for tool in found.tools]
    wanted = standing(contender for contender in contenders if contender.stack in tools)
    alone = [tool for tool in found.tools if tool.name not in {contender.stack for contender in wanted}]
    wanted += [
        Contender(name=tool.name, stack=tool.name, kind="special", label=tool.label, about="its suite of tests")
        for tool in alone
    ]
    count = plural(len(found.intentions), "intention")
    return [
        _suite(found, COLD, f"The tests of {count} in a fresh process each", wanted),
        _suite(found, WARM, "The same tests again in the same process", wanted),
    ]


def _suite(found: Ergonomics, what: str, name: str, wanted: list[Contender]) -> Measure:
    older = outdated(found.measured_on)
    samples = {one.name: own for one in wanted if not older and (own := found.rounds(what, one.stack))}
    return Measure(
        name,
        "Tests in a fresh process" if what == COLD else "Tests again in the same process",
        "s",
        "faster",
        "slower",
        tools=found.tools,
        reference=found.reference,
        contenders=wanted,
        samples=samples,
        missing={one.name: older or "not measured" for one in wanted if one.name not in samples},
        source="tests",
        shared=True,
        matters="tests have to answer soon" if what == COLD else "tests are run again and again in one process",
        chapter=title(ERGONOMICS),
    )
