"""What a run will measure, and in which order."""

import random
from dataclasses import dataclass
from itertools import groupby

from benchmarks.stacks.registry import contender
from benchmarks.stacks.spec import Contender
from records.plan import Case, Entry, Plan


@dataclass(frozen=True)
class Item:
    """One measurement of a plan."""

    scenario: str
    case: Case
    contender: Contender
    round: int
    warm_up: bool = False
    baseline: str = ""
    """Whose tables it has to leave."""

    @property
    def name(self) -> str:
        """What its files are called."""
        number = f"{'warm-up' if self.warm_up else 'round'}{self.round}"
        return f"{self.scenario}-{self.case.name}-{self.contender.slug}-{number}"


def items(plan: Plan) -> list[Item]:
    """Every measurement in order: warm-ups, then round by round, each in an order of its own.

    So a slow minute of the machine does not fall on one contender alone. A case's measurements follow one another, and
    among them those with as many rounds, which are paired: what is compared is measured within minutes. A contender
    and its second measurement are as far apart as two contenders are. What has fewer rounds than the rest has them
    spread over all of it.
    """
    order = random.Random(plan.seed)
    cases = {case.name: case for case in plan.cases}
    seconds = {scenario.name for scenario in plan.scenarios if scenario.repeats}
    planned = []
    for number in range(1, max(entry.warm_ups for entry in plan.entries) + 1):
        due = [entry for entry in plan.entries if number <= entry.warm_ups]
        order.shuffle(due)
        planned += [_item(entry, cases, number, warm_up=True) for entry in due]
    all_rounds = max(entry.rounds for entry in plan.entries)
    # Each begins somewhere else, or all that is measured once would be measured at the end.
    shifted = [(entry, order.randrange(all_rounds)) for entry in plan.entries]
    for turn in range(all_rounds):
        turns = [(entry, own) for entry, shift in shifted if (own := _round_at(turn, entry.rounds, all_rounds, shift))]
        order.shuffle(turns)
        # Those of one case stay together, where the first of them has come to be; so do its pairs.
        from_last = list(reversed(list(enumerate(turns))))
        case = {entry.case: place for place, (entry, _) in from_last}
        pairs = {(entry.case, entry.rounds): place for place, (entry, _) in from_last}
        turns.sort(key=lambda turn: (case[turn[0].case], pairs[turn[0].case, turn[0].rounds]))
        for _, paired in groupby(turns, key=lambda turn: (turn[0].case, turn[0].rounds)):
            ordered = _with_seconds_outside(list(paired), seconds, order)
            planned += [_item(entry, cases, own) for entry, own in ordered]
    return planned


def _with_seconds_outside(
    turns: list[tuple[Entry, int]], seconds: set[str], order: random.Random
) -> list[tuple[Entry, int]]:
    """The first half of the second measurements before all others and the rest after them, as their firsts stand.

    Of A and B with A' and B': A', A, B, B' or B', B, A, A', so that each pair which is compared are neighbours.
    seconds: the scenarios that measure another a second time.
    """
    firsts = [turn for turn in turns if turn[0].scenario not in seconds]
    place = {entry.contender: number for number, (entry, _) in enumerate(firsts)}
    again = [turn for turn in turns if turn[0].scenario in seconds]
    again.sort(key=lambda turn: place.get(turn[0].contender, 0))
    half = (len(again) + order.randrange(2)) // 2
    return [*again[:half], *firsts, *again[half:]]


def _item(entry: Entry, cases: dict[str, Case], number: int, *, warm_up: bool = False) -> Item:
    return Item(entry.scenario, cases[entry.case], contender(entry.contender), number, warm_up, entry.baseline)


def _round_at(turn: int, rounds: int, all_rounds: int, shift: int) -> int | None:
    """Which of its own rounds an entry has at that turn of all; None where it rests. shift is below all_rounds."""
    before, after = ((at * rounds + shift) // all_rounds for at in (turn, turn + 1))
    return after if after > before else None
