"""What a scenario family answers: all that the harness has to know of a scenario to plan, prepare and measure it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol

from benchmarks.stacks.spec import Contender
from records import plan
from records.plan import Case
from shared_etl.days import Days

if TYPE_CHECKING:  # what a command's help and a collection need of this file is names alone
    from benchmarks.deployment.postgres import Postgres


@dataclass(frozen=True)
class Ask:
    """Some contenders in one case of a scenario."""

    scenario: str
    contenders: tuple[str, ...]
    rounds: int
    days: int
    concurrency: int = 2
    stations: int | None = None
    """How many stations are made up, 24 readings a day each; None for the source that the user names."""
    warm_ups: int = 0
    """Rounds before the others, in which memory is measured and nothing else counts."""
    recovery: str | None = None
    """In which way days are asked for again, where not in each contender's first."""
    launched_as: Literal["runs"] | None = None
    """runs: each contender that can launches a run per day at once; None: its own backfill."""
    idle_s: int | None = None
    """For how many seconds nothing is asked for; None where days are."""
    chain: plan.Chain | None = None
    """Which chain is asked for; None where days are."""

    def case(self, start: date, source: str) -> Case:
        """The case, from the first day and the source that the user names."""
        name = f"{self.days}-day{'s' if self.days > 1 else ''}-{self.concurrency}-at-once"
        if self.stations is not None:
            name, source = f"{name}-{self.stations}-stations", f"generated:{self.stations}"
        if self.idle_s:
            name = f"{self.idle_s}-seconds-idle"
        if self.chain:
            name = f"{self.chain.steps}-steps-fibonacci-{self.chain.number}-as-{self.chain.shape}"
        if self.recovery:
            name = f"{name}-by-{self.recovery}"
        if self.launched_as:
            name = f"{name}-as-{self.launched_as}"
        return Case(
            name=name,
            work="chain" if self.chain else "weather",
            source=source,
            days=Days.of(start, self.days),
            concurrency=self.concurrency,
            recovery=self.recovery,
            launched_as=self.launched_as,
            idle_s=self.idle_s,
            chain=self.chain,
        )


class RunCore(Protocol):
    """Runs the core's own pipeline, bare, on the baseline's server."""

    def __call__(self, days: Days, source: str, more: Mapping[str, str] = MappingProxyType({})) -> None:
        """The days as one range, from the source; more: variables beside those of the baseline."""


@dataclass(frozen=True)
class Reference:
    """What a scenario makes the tables with that every contender has to leave."""

    case: Case
    home: Path
    server: "Postgres"
    run: RunCore


def _run(reference: Reference) -> None:
    reference.run(reference.case.days, reference.case.source)


def days_of_source(case: Case) -> str:
    """The baseline of a plain run of the case's days: its source and days."""
    source = re.sub(r"[^A-Za-z0-9.]+", "-", case.source).strip("-")
    return f"{source}-{case.days.start}-{len(case.days)}-days"


def _anyone(_: Contender) -> bool:
    return True


@dataclass(frozen=True)
class Scenario:
    """Something that is measured: what it is, what is asked of whom, on which baseline, by which driver."""

    name: str
    family: str
    about: str
    driver: Path
    """The file that measures one item of it, for pytest."""
    baseline: Callable[[Case], str] = days_of_source
    """The name of what a case's tables stand on: cases of one name leave the same tables."""
    make_tables: Callable[[Reference], None] = _run
    """Lets bare leave the tables that every contender has to leave."""
    usual: tuple[Ask, ...] = ()
    """What is asked where the profile has none of it."""
    attached_driver: Path | None = None
    """The driver for stacks that are up already; None where they cannot be asked for it."""
    repeats: str | None = None
    """The scenario that it measures a second time, as often as that is measured."""
    takes_part: Callable[[Contender], bool] = _anyone
    ways: Callable[[Contender], tuple[str, ...]] = field(default=lambda _: ())
    """In which ways the contender is asked again; () where days are asked for once."""
    runs_before: bool = False
    """Whether a run goes before the timed one: only for a plan's estimate."""
    own_days: bool = False
    """Whether its number of days is its own, and not for the user to say."""
    own_source: bool = False
    """Whether it makes up its readings."""

    def recorded(self) -> plan.Scenario:
        """As a plan has it."""
        return plan.Scenario(name=self.name, family=self.family, about=self.about, repeats=self.repeats)


@dataclass(frozen=True)
class Profile:
    """What is measured where the user names a profile alone; the first case of all is the main case."""

    about: str
    """In a few words; '' where another family says it."""
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class Family:
    """Scenarios that are measured by the same drivers and told of in one chapter."""

    order: int
    """Its place among the others: the main case of a profile is the first of the lowest that has one in it."""
    name: str
    about: str
    scenarios: tuple[Scenario, ...]
    profiles: Mapping[str, Profile]
    """What it measures in each profile, by the profile's name."""
