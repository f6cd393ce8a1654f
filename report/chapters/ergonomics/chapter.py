"""The chapter on testing and changing each wrapper."""

from pathlib import Path

from records.names import ERGONOMICS
from report.chapters.ergonomics import intentions, mistakes
from report.chapters.ergonomics.changes import changed, changes
from report.chapters.ergonomics.questions import facts, questions
from report.chapters.form import Form
from report.chapters.question import aged
from report.chapters.registry import Chapter
from report.data.ergonomics import COLD, Ergonomics
from report.data.folders import Evidence
from report.page.document import Block, Code, Section, Table, Text
from report.text import MISSING, listed, plural

TITLE = "Testing and changing"
_OTHERS = (
    "Other suites and other mistakes: a team's own tests catch what they are written for, and these mistakes are a "
    "catalogue that can be extended (benchmarks/ergonomics/mistakes)."
)


def write(evidence: Evidence, target: Path) -> list[Section]:
    """Everything that was measured of testing; target is the folder that links to patches start from."""
    found = evidence.of(ERGONOMICS)
    if not isinstance(found, Ergonomics):
        return []
    form = Form(
        TITLE,
        "What is caught before production, how fast are the tests, and how much does a change touch?",
        mistakes.answer(found),
        picture=mistakes.picture(found),
        table=mistakes.table(found),
        means=[*mistakes.sentences(found), *intentions.sentences(found), *changed(found)],
        changes=[_OTHERS],
        warning=aged(found.measured_on),
        evidence=[
            Section("Mistakes", mistakes.blocks(found)),
            Section("Intentions", intentions.blocks(found)),
            Section("Change requests", changes(found, target)),
            Section("The tests' machine and versions", _about(found)),
        ],
    )
    return [form.section()]


CHAPTER = Chapter(30, write, about=ERGONOMICS, title=TITLE, questions=questions, facts=facts)


def _scope(found: Ergonomics) -> str:
    """How much was measured."""
    followed = len(mistakes.followed(found))
    mistaken = plural(followed, "mistake") if followed else "no mistake (the run was stopped before)"
    requests = plural(len({one.change for one in found.changes}), "change request")
    rounds = plural(len(found.rounds(COLD, found.reference)), "round")
    tools = listed([tool.label for tool in found.tools])
    return (
        f"{rounds} of {plural(len(found.intentions), 'intention')} with {tools}, {mistaken} and {requests}; "
        f"measured {found.about.created_at:%Y-%m-%d}."
    )


def _about(found: Ergonomics) -> list[Block]:
    about, machine = found.about, found.about.machine
    installed = [about.versions.get(tool.name, {}) for tool in found.tools]
    names = sorted({name for versions in installed for name in versions})
    rows = [[name, *(versions.get(name, MISSING) for versions in installed)] for name in names]
    return [
        Text(_scope(found)),
        Text(
            f"{machine.name}: {machine.cores} cores of {machine.cpu}, {machine.memory_bytes / 1e9:.0f} GB, "
            f"{machine.system}; commit {about.commit or 'unknown'}; seed {about.seed}."
        ),
        Table("Versions in the environments of the tests", ["Package", *(tool.label for tool in found.tools)], rows),
        Code(about.command),
    ]
