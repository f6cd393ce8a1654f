"""What a run will measure, and in which order."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.contenders import Contender, contender
from report.result_format import SCHEMA_VERSION, Days, Plan

PLAN_FILE = "plan.json"
SCENARIOS = ("backfill",)
_LONGEST_TURN_S = 30


@dataclass(frozen=True)
class Profile:
    """How much a run measures."""

    days: int
    rounds: int


PROFILES = {
    "quick": Profile(days=3, rounds=2),
    "standard": Profile(days=7, rounds=5),
    "full": Profile(days=30, rounds=7),
}


@dataclass(frozen=True)
class Item:
    """One measurement of a plan."""

    scenario: str
    contender: Contender
    round: int

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.scenario}-{self.contender.slug}-round{self.round}"


def make_plan(
    *, profile: str, scenarios: list[str], contenders: list[str], rounds: int, source: str, start: date, end: date
) -> Plan:
    """The plan, stamped now and with a seed of its own."""
    return Plan(
        schema_version=SCHEMA_VERSION,
        created_at=datetime.now(UTC),
        profile=profile,
        scenarios=scenarios,
        contenders=contenders,
        rounds=rounds,
        source=source,
        days=Days(start=start, end=end, count=(end - start).days + 1),
        seed=random.SystemRandom().randrange(2**31),
    )


def items(plan: Plan) -> list[Item]:
    """Every measurement in order: round by round, the contenders of each in an order of their own.

    So a slow minute of the machine does not fall on one contender alone.
    """
    order = random.Random(plan.seed)
    planned = []
    for number in range(1, plan.rounds + 1):
        for scenario in plan.scenarios:
            names = list(plan.contenders)
            order.shuffle(names)
            planned += [Item(scenario, contender(name), number) for name in names]
    return planned


def settling_s(number: int, rounds: int) -> float:
    """How long the services of a round are left idle before the request, in seconds.

    Control planes look for work in turns; Dagster's backfill daemon, the slowest, every 30 seconds. A request at the
    same moment after start-up would always meet the same phase, at best or at worst: so rounds are spread over it.
    """
    return (number - 0.5) / rounds * _LONGEST_TURN_S


def write_plan(plan: Plan, out: Path) -> None:
    """Write the plan into a results folder."""
    (out / PLAN_FILE).write_text(plan.model_dump_json(indent=2) + "\n")


def read_plan(out: Path) -> Plan:
    """The plan of a results folder."""
    return Plan.model_validate_json((out / PLAN_FILE).read_text())
