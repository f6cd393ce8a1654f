"""The form of every chapter on something that was measured: a new family's chapter fills it in."""

from dataclasses import dataclass, field

from report.page.document import Block, Items, Picture, Section, Table, Text

MEANS = "What it means"
CHANGES = "What would change it"


@dataclass(frozen=True)
class Form:
    """A chapter in the order in which it is read; what has nothing to say is left out.

    question is what a reader asks, answer one sentence computed from the results, warning why it is to be trusted less,
    if it is. means is what follows from the table, changes under which circumstances the answer would be another one,
    both sentence by sentence. evidence holds all rows, phases and raw values, for who wants to look.
    """

    title: str
    question: str
    answer: str
    picture: Picture | None = None
    table: Table | None = None
    means: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    evidence: list[Section] = field(default_factory=list)
    warning: str = ""

    def section(self) -> Section:
        """The chapter as a page has it."""
        blocks: list[Block] = [Text(self.question, "question"), Text(self.answer, "lead")]
        blocks += [Text(f"\N{WARNING SIGN} {self.warning}")] if self.warning else []
        blocks += [block for block in (self.picture, self.table) if block]
        for heading, sentences in ((MEANS, self.means), (CHANGES, self.changes)):
            if sentences:
                blocks += [Text(heading, "heading"), Items(sentences)]
        return Section(self.title, blocks, evidence=[section for section in self.evidence if section.blocks])
