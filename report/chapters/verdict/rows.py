"""The verdict in rows: one measure of one kind of configuration, with what each tool has to say to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from records.plan import Contender, Stack
from report.chapters.question import Measure, Question
from report.stats.comparison import Comparison
from report.text import listed

_PAIRS = ("no broker", "warm workers", "dbt in process", "many days", "as installed")
"""In which order pairs are told; others follow in the order of their contenders."""
_KINDS = ("tuned", "stock", "special")
"""In which order tools whose contenders are in no pair are compared, until all are."""


@dataclass(frozen=True)
class Standing:
    """One tool in a row: its contender's raw values, in the measure's unit, against those of the reference.

    against is None for the reference itself.
    """

    tool: Stack
    contender: Contender
    values: list[float]
    against: Comparison | None

    @property
    def median(self) -> float | None:
        """The median of the values; None without any."""
        return median(self.values) if self.values else None


@dataclass(frozen=True)
class Row:
    """One measure of one configuration, or of any, where a tool's configurations share it.

    A configuration is the pair that the contenders are of, or else their kind.

    standings are those of the tools that have such a contender, in the order of the tools; one is the reference.
    """

    question: Question
    measure: Measure
    configuration: str
    standings: list[Standing]

    @property
    def reference(self) -> Standing:
        """Whom the others are compared with."""
        return next(one for one in self.standings if one.against is None)

    @property
    def others(self) -> list[Standing]:
        """The tools that are compared with the reference."""
        return [one for one in self.standings if one.against is not None]

    @property
    def words(self) -> str:
        """The verdict as it is read: who is faster or slower, needs less or more, or why that cannot be told."""
        said = [(one.tool.label, self._said(one)) for one in self.others]
        alike = len({words for _, words in said}) == 1
        return "; ".join(dict.fromkeys(self._told(tool, words, alike=alike) for tool, words in said))

    def standing(self, tool: str) -> Standing | None:
        """The tool of that name; None where it has no contender of this kind."""
        return next((one for one in self.standings if one.tool.name == tool), None)

    def _said(self, one: Standing) -> str:
        verdict = one.against.verdict if one.against else "missing"
        if verdict == "missing":
            return f"missing: {self._reason(one)}"
        return {"less": self.measure.less, "more": self.measure.more}.get(verdict, verdict)

    def _told(self, tool: str, words: str, *, alike: bool) -> str:
        """The words with the tool that they are about, where that is not in them or plain."""
        if words in (self.measure.less, self.measure.more):
            return f"{tool} {words}"
        return words if alike or words.startswith("missing") else f"{tool}: {words}"

    def _reason(self, one: Standing) -> str:
        missing = self.measure.missing
        pair = [each.contender for each in (one, self.reference) if each.contender.name in missing]
        reasons = dict.fromkeys(missing[contender.name] for contender in pair)
        told = [(listed([one.label for one in pair if missing[one.name] == why]), why) for why in reasons]
        return "; ".join(f"{who}, {why}" for who, why in told) or "a value is not above 0"


def rows(asked: list[Question]) -> list[Row]:
    """Every measure of every question: a row for each pair, and for each kind that brings in a tool."""
    return [
        Row(question, measure, configuration, _standings(measure, own))
        for question in asked
        for measure in question.measures
        for configuration, own in _compared(measure)
    ]


def _compared(measure: Measure) -> Iterator[tuple[str, dict[str, Contender]]]:
    """Each pair and each kind that at least two tools have, and who has it: unlike ones are never compared.

    A contender without a number still stands for its tool: its reason is in the row. Kinds come after pairs, the tuned
    first, and each only where it brings in a tool that is not among those before.
    """
    if measure.shared:
        if len(own := _first(measure, measure.contenders)) > 1:
            yield "any", own
        return
    seen: set[str] = set()
    named = [pair for one in measure.contenders for pair in one.pairs]
    for pair in dict.fromkeys([*(pair for pair in _PAIRS if pair in named), *named]):
        own = _first(measure, [one for one in measure.contenders if pair in one.pairs])
        if len(own) > 1:
            seen |= own.keys()
            yield pair, own
    for kind in _KINDS:
        own = _first(measure, [one for one in measure.contenders if one.kind == kind])
        if len(own) > 1 and not own.keys() <= seen:
            seen |= own.keys()
            yield kind, own


def _first(measure: Measure, contenders: list[Contender]) -> dict[str, Contender]:
    """Name of the tool -> its contender, in the order of the tools; one with values where it has several."""
    found: dict[str, Contender] = {}
    for one in sorted(contenders, key=lambda one: one.name not in measure.samples):
        found.setdefault(one.stack, one)
    return {tool.name: found[tool.name] for tool in measure.tools if tool.name in found}


def _standings(measure: Measure, own: dict[str, Contender]) -> list[Standing]:
    """Each tool against the reference, or against the last one where the reference is not among them."""
    reference = measure.reference if measure.reference in own else list(own)[-1]
    below = measure.samples.get(own[reference].name, [])
    tools = {tool.name: tool for tool in measure.tools}
    found = []
    for name, contender in own.items():
        values = measure.samples.get(contender.name, [])
        against = None if name == reference else Comparison(values, below)
        found.append(Standing(tools[name], contender, values, against))
    return found
