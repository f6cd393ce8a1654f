"""What a run will measure, and in which order."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from pydantic import ValidationError

from benchmarks.errors import BenchError
from benchmarks.scenarios.profiles import AA
from benchmarks.stacks.registry import CONTENDERS, DEPLOYED, Contender, contender
from records.measurement import SCHEMA_VERSION, Case, Entry, Plan, Target

PLAN_FILE = "plan.json"


@dataclass(frozen=True)
class Item:
    """One measurement of a plan."""

    scenario: str
    case: Case
    contender: Contender
    round: int
    warm_up: bool = False

    @property
    def name(self) -> str:
        """What its files are called."""
        number = f"{'warm-up' if self.warm_up else 'round'}{self.round}"
        return f"{self.scenario}-{self.case.name}-{self.contender.slug}-{number}"


def make_plan(
    *,
    profile: str,
    command: str,
    cases: Iterable[Case],
    entries: list[Entry],
    main_case: str,
    about: Mapping[str, str],
    target: Target = "embedded",
    urls: Mapping[str, str] | None = None,
) -> Plan:
    """The plan, stamped now and with a seed of its own."""
    measured = {entry.contender for entry in entries}
    return Plan(
        schema_version=SCHEMA_VERSION,
        created_at=datetime.now(UTC),
        profile=profile,
        command=command,
        seed=random.SystemRandom().randrange(2**31),
        contenders={one.name: one.about for one in (*CONTENDERS, *DEPLOYED) if one.name in measured},
        scenarios={name: text for name, text in about.items() if name in {entry.scenario for entry in entries}},
        cases=list(cases),
        entries=entries,
        main_case=main_case,
        target=target,
        urls=dict(urls or {}),
    )


def items(plan: Plan) -> list[Item]:
    """Every measurement in order: warm-ups, then round by round, each in an order of its own.

    So a slow minute of the machine does not fall on one contender alone. A case's measurements follow one another, and
    among them those with as many rounds, which are paired: what is compared is measured within minutes. A contender
    and its second measurement are as far apart as two contenders are. What has fewer rounds than the rest has them
    spread over all of it.
    """
    order = random.Random(plan.seed)
    cases = {case.name: case for case in plan.cases}
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
            planned += [_item(entry, cases, own) for entry, own in _with_seconds_outside(list(paired), order)]
    return planned


def _with_seconds_outside(turns: list[tuple[Entry, int]], order: random.Random) -> list[tuple[Entry, int]]:
    """The first half of the second measurements before all others and the rest after them, as their firsts stand.

    Of A and B with A' and B': A', A, B, B' or B', B, A, A', so that each pair which is compared are neighbours.
    """
    firsts = [turn for turn in turns if turn[0].scenario != AA]
    place = {entry.contender: number for number, (entry, _) in enumerate(firsts)}
    seconds = [turn for turn in turns if turn[0].scenario == AA]
    seconds.sort(key=lambda turn: place.get(turn[0].contender, 0))
    half = (len(seconds) + order.randrange(2)) // 2
    return [*seconds[:half], *firsts, *seconds[half:]]


def _item(entry: Entry, cases: dict[str, Case], number: int, *, warm_up: bool = False) -> Item:
    return Item(entry.scenario, cases[entry.case], contender(entry.contender), number, warm_up)


def _round_at(turn: int, rounds: int, all_rounds: int, shift: int) -> int | None:
    """Which of its own rounds an entry has at that turn of all; None where it rests. shift is below all_rounds."""
    before, after = ((at * rounds + shift) // all_rounds for at in (turn, turn + 1))
    return after if after > before else None


def write_plan(plan: Plan, out: Path) -> None:
    """Write the plan into a results folder."""
    (out / PLAN_FILE).write_text(plan.model_dump_json(indent=2) + "\n")


def read_plan(out: Path) -> Plan:
    """The plan of a results folder.

    Raises BenchError where there is none, or none that this version wrote.
    """
    try:
        return Plan.model_validate_json((out / PLAN_FILE).read_text())
    except FileNotFoundError as error:
        raise BenchError(f"{out} holds no {PLAN_FILE}: it is not a results folder") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BenchError(f"{out / PLAN_FILE}: {first['msg']} at {where}; another version wrote it") from error
