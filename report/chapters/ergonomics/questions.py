"""What the tools' suites of tests answer: how long the tests of all intentions take."""

from collections.abc import Iterable

from records.names import ERGONOMICS
from records.plan import Contender
from report.chapters.question import Measure, Question, standing
from report.data.ergonomics import COLD, WARM, Ergonomics
from report.data.folders import Evidence
from report.text import plural


def questions(evidence: Evidence) -> list[Question]:
    """Its question, with no measures where no suite was timed."""
    found = evidence.of(ERGONOMICS)
    described = {one.name: one for results in evidence.all_runs().values() for one in results.contenders}
    measures = suites(found, described.values()) if isinstance(found, Ergonomics) else []
    return [Question(30, "Test loop", "How fast is the test loop?", "bench ergonomics", measures)]


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
        _suite(found, COLD, f"The tests of {count}, each in a fresh process", wanted),
        _suite(found, WARM, "The same tests again, warm", wanted),
    ]


def _suite(found: Ergonomics, what: str, name: str, wanted: list[Contender]) -> Measure:
    samples = {one.name: own for one in wanted if (own := found.rounds(what, one.stack))}
    return Measure(
        name,
        "Cold" if what == COLD else "Warm",
        "s",
        "faster",
        "slower",
        tools=found.tools,
        reference=found.reference,
        contenders=wanted,
        samples=samples,
        missing={one.name: "not measured" for one in wanted if one.name not in samples},
        source="tests",
        leads=what == COLD,
        shared=True,
    )
