"""The verdict in rows: one measure of one kind of configuration, with what each tool has to say to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, median

from records.plan import Contender, Stack
from report.chapters.question import Measure, Question
from report.chapters.shared.pairs import compared
from report.stats.comparison import Comparison
from report.text import listed

_PAIRS = ("no broker", "warm workers", "dbt in process", "many days", "as installed")
"""In which order pairs are told; others follow in the order of their contenders."""
_KINDS = ("tuned", "stock", "special")
"""In which order tools whose contenders are in no pair are compared, until all are."""

_MANY = 1000
"""More rounds than anybody measures."""


@dataclass(frozen=True)
class Standing:
    """One tool in a row: its contender's raw values, in the measure's unit, against those of the reference.

    against is None for the reference itself.
    """

    tool: Stack
    contender: Contender
    values: list[float]
    against: Comparison | None


@dataclass(frozen=True)
class Row:
    """One measure of one configuration, or of any, where a tool's configurations share it.

    A configuration is the pair that the contenders are of, with their names where they are not the first of it, or
    else their kind. standings are those of the tools that have such a contender, in the order of the tools; one is the
    reference. pair is the pair, "" for a kind.
    """

    question: Question
    measure: Measure
    configuration: str
    standings: list[Standing]
    pair: str

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

    @property
    def short(self) -> str:
        """The configuration, and whose workers are warm or cold where that is not alike, or tells two of a pair apart.

        Where it is not told, the names of the contenders tell them apart.
        """
        if not self.pair:
            return self.configuration
        first = self.configuration == self.pair
        workers = {one.tool.label: one.contender.workers for one in self.standings}
        if not all(workers.values()):
            hows = dict.fromkeys(one.contender.name.partition(":")[2] for one in self.standings)
            return self.pair if first else f"{self.pair}: {' / '.join(hows)}"
        if len(set(workers.values())) > 1:
            return f"{self.pair}, {', '.join(f'{label} {how}' for label, how in workers.items())}"
        return self.pair if first else f"{self.pair}, all {next(iter(workers.values()))}"

    def typical(self, one: Standing) -> float | None:
        """The median of a tool's values, or their mean, as the measure has it; None without any."""
        return {"median": median, "mean": mean}[self.measure.typical](one.values) if one.values else None

    def standing(self, tool: str) -> Standing | None:
        """The tool of that name; None where it has no contender of this kind."""
        return next((one for one in self.standings if one.tool.name == tool), None)

    @property
    def fewest(self) -> int:
        """How many values the tool with the fewest has."""
        return min(len(one.values) for one in self.standings)

    def _said(self, one: Standing) -> str:
        verdict = one.against.verdict if one.against else "missing"
        if verdict == "missing":
            return f"missing: {self._reason(one)}"
        rounds = one.against.rounds_to_tell if one.against else None
        if verdict == "no measurable difference" and rounds:
            many = f"more than {_MANY:,}" if rounds > _MANY else f"about {rounds}"
            return f"{verdict} ({many} rounds would show one of this size)"
        return {"less": self.measure.less, "more": self.measure.more}.get(verdict, verdict)

    def _told(self, tool: str, words: str, *, alike: bool) -> str:
        """The words with the tool that they are about, where that is not in them or plain."""
        if words in (self.measure.less, self.measure.more):
            return f"{tool} {words}"
        return words if alike or words.startswith("missing") else f"{tool}: {words}"

    def _who(self, one: Standing) -> str:
        """Whose value it is: a tool's, where its configurations share it."""
        return one.tool.label if self.measure.shared else one.contender.label

    def _reason(self, one: Standing) -> str:
        missing = self.measure.missing
        pair = [each for each in (one, self.reference) if each.contender.name in missing]
        reasons = dict.fromkeys(missing[each.contender.name] for each in pair)
        told = [
            (listed([self._who(each) for each in pair if missing[each.contender.name] == why]), why) for why in reasons
        ]
        return "; ".join(f"{who}, {why}" for who, why in told) or "a value is not above 0"


def rows(asked: list[Question]) -> list[Row]:
    """Every measure of every question: a row for each pair, and for each kind that brings in a tool."""
    return [
        Row(question, measure, configuration, _standings(measure, own), pair)
        for question in asked
        for measure in question.measures
        for configuration, own, pair in _compared(measure)
    ]


def verdict_rows(found: list[Row]) -> list[Row]:
    """The rows of the verdict: measures that lead, the same contenders once, of the run with the most rounds.

    A pair has a row also where its rounds are too few for a verdict; another configuration has where it brings in a
    tool.
    """
    of: dict[tuple[int, str, tuple[str, ...]], Row] = {}
    for row in (row for row in found if row.measure.leads):
        place = row.question.order, row.measure.short, tuple(one.contender.name for one in row.standings)
        if place not in of or row.fewest > of[place].fewest:
            of[place] = row
    of_measures: dict[tuple[int, str], list[Row]] = {}
    for (order, short, _), row in of.items():
        of_measures.setdefault((order, short), []).append(row)
    return [row for own in of_measures.values() for row in _shown(sorted(own, key=_place))]


def _shown(own: list[Row]) -> Iterator[Row]:
    """Of the rows of one measure the pairs, those with rounds for a verdict, and those that bring in a tool."""
    seen: set[str] = set()
    for row in own:
        tools = {one.tool.name for one in row.standings}
        if row.pair or any(one.against and one.against.enough for one in row.others) or not tools <= seen:
            yield row
        seen |= tools


def _place(row: Row) -> int:
    """Pairs in their order, whichever run they are of, then all else."""
    return _PAIRS.index(row.pair) if row.pair in _PAIRS else len(_PAIRS)


def _compared(measure: Measure) -> Iterator[tuple[str, dict[str, Contender], str]]:
    """Each pair and each kind that at least two tools have, who has it, and the pair: unlike ones are never compared.

    A contender without a number still stands for its tool: its reason is in the row. Kinds come after pairs, the tuned
    first, and each only where it brings in a tool that is not among those before.
    """
    if measure.shared:
        if len(own := _first(measure, measure.contenders)) > 1:
            yield "any", own, ""
        return
    seen: set[str] = set()
    named = [pair for one in measure.contenders for pair in one.pairs]
    for pair in dict.fromkeys([*(pair for pair in _PAIRS if pair in named), *named]):
        for configuration, own in _of_pair(measure, pair):
            seen |= own.keys()
            yield configuration, own, pair
    for kind in _KINDS:
        own = _first(measure, [one for one in measure.contenders if one.kind == kind])
        if len(own) > 1 and not own.keys() <= seen:
            seen |= own.keys()
            yield kind, own, ""


def _of_pair(measure: Measure, pair: str) -> Iterator[tuple[str, dict[str, Contender]]]:
    """Name of the configuration, and who has it: the first of each tool, then the second, where a tool has several.

    A tool that has fewer stands there with its last. From the second on their names tell them.
    """
    of = _by_tool(measure, [one for one in measure.contenders if pair in one.pairs])
    for place, own in enumerate(compared(of)):
        yield (f"{pair}: {listed([one.label for one in own.values()])}" if place else pair), own


def _first(measure: Measure, contenders: list[Contender]) -> dict[str, Contender]:
    """Name of the tool -> its contender, in the order of the tools; one with values where it has several."""
    ordered = sorted(contenders, key=lambda one: one.name not in measure.samples)
    return {tool: own[0] for tool, own in _by_tool(measure, ordered).items()}


def _by_tool(measure: Measure, contenders: list[Contender]) -> dict[str, list[Contender]]:
    """Name of the tool -> its contenders, in the order of the tools."""
    found = {tool.name: [one for one in contenders if one.stack == tool.name] for tool in measure.tools}
    return {tool: own for tool, own in found.items() if own}


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
