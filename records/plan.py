"""What a run was asked to do: plan.json."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from records.days import Days
from records.names import BACKFILL, BACKFILLS, Configured, Kind, Target
from records.strict import Strict

PLAN: Final = "plan.json"


class Stack(Strict):
    """A tool, or the control."""

    name: str = Field(description="as in file names and options: airflow")
    label: str = Field(description="as readers know it: Airflow")


class Contender(Strict):
    """A stack in one configuration."""

    name: str = Field(description="what results are filed under: airflow:tuned")
    stack: str
    kind: Kind
    label: str = Field(description="as readers see it: Airflow (tuned)")
    about: str = Field(description="what it is, in a few words")
    workers: Literal["warm", "cold"] | None = Field(
        default=None,
        description="warm: what runs a step, or a run, has imported its libraries before; None where it is not told",
    )
    dbt: str | None = Field(default=None, description="how dbt is called; None where it is not told")
    pairs: tuple[str, ...] = Field(
        default=(), description="what it is compared in with other tools: each tool's contenders of one name are alike"
    )
    own_way: bool = Field(
        default=False, description="a construction of this project's, and no way that its tool documents"
    )

    @property
    def means(self) -> str:
        """With what it does its work: warm, dbt in process per model; '' where it is not told."""
        return ", ".join(filter(None, (self.workers, self.dbt and f"dbt {self.dbt}")))

    @property
    def told(self) -> str:
        """Its label, and its means on a line below."""
        return f"{self.label}\n{self.means}" if self.means else self.label

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it is compared in: its pairs, or else the kind of its configuration."""
        return self.pairs or (self.kind,)


class Scenario(Strict):
    """Something that is measured, in one or more cases."""

    name: str
    family: Annotated[str, BeforeValidator(lambda name: BACKFILLS if name == BACKFILL else name)] = Field(
        description="the scenarios that are measured and told of together; backfills was called backfill at first"
    )
    about: str
    repeats: str | None = Field(
        default=None, description="the scenario that this one measures a second time, and whose control is its own"
    )


class Chain(Strict):
    """Steps one after the other, each of which computes a Fibonacci number."""

    steps: int = Field(ge=1)
    number: int = Field(ge=0, description="which Fibonacci number each step computes, by naive recursion")
    shape: str = Field(description="what the chain is in its tool: dag, ops, ops-in-processes, assets, loop")


class Case(Strict):
    """What is asked of every contender alike: a scenario has one or more."""

    name: str = Field(description="as in file names: 7-days-2-at-once, 1-day-2-at-once-10000-stations")
    work: Literal["weather", "chain", "nothing"] = Field(
        description="weather: the pipeline's days; chain: other steps, see chain; nothing, in older results alone: the "
        "pipeline's steps, which only wrote the step log"
    )
    source: str = Field(description="packaged, files:PATH, generated:STATIONS or open-meteo")
    days: Days
    concurrency: int = Field(ge=1, description="how many partitions may run at the same time")
    recovery: str | None = Field(
        default=None,
        description="in which way it is asked for again, where not in the first that the users would take",
    )
    launched_as: Literal["runs"] | None = Field(
        default=None,
        description="runs: a backfill is started as a run per day, launched at once; None: as the tool's own backfill",
    )
    idle_s: int | None = Field(
        default=None, ge=1, description="for how many seconds nothing is asked for; None where days are"
    )
    chain: Chain | None = Field(default=None, description="what is asked for in place of days; None where days are")


class Entry(Strict):
    """How often a contender is measured in one case of a scenario."""

    scenario: str
    case: str
    contender: Configured
    rounds: int = Field(ge=1)
    warm_ups: int = Field(default=0, ge=0)
    baseline: str = Field(description="whose tables it has to leave: the folder tables/<baseline>/bare")


class Plan(Strict):
    """What a run was asked to do, written before the first measurement."""

    schema_version: Literal[3]
    created_at: datetime
    profile: str
    command: str = Field(description="the command that asks for the same again")
    seed: int = Field(description="shuffles the order of measurements within each round")
    stacks: list[Stack] = Field(description="of the contenders, in the order of the tables")
    reference: str | None = Field(description="the stack that ratios between tools are to; None where none is measured")
    contenders: list[Contender] = Field(description="in the order of the tables")
    scenarios: list[Scenario]
    cases: list[Case]
    entries: list[Entry]
    main_case: str = Field(description="the case that the headline is about")
    target: Target = Field(
        default="embedded", description="started by the harness, by docker compose, or by somebody else at an address"
    )
    urls: dict[str, str] = Field(default_factory=dict, description="stack -> its address, on the target attached")


def unfit(plan: Plan) -> str | None:
    """How the parts of a plan do not fit together, for all who read one; None where they do."""
    if not plan.entries:
        return "nothing is asked for at $.entries"
    asked = [
        ("stack", {each.stack for each in plan.contenders}, {each.name for each in plan.stacks}),
        ("scenario", {each.scenario for each in plan.entries}, {each.name for each in plan.scenarios}),
        ("case", {each.case for each in plan.entries}, {each.name for each in plan.cases}),
        ("contender", {each.contender for each in plan.entries}, {each.name for each in plan.contenders}),
    ]
    for what, names, described in asked:
        if unknown := names - described:
            return f"{what} {min(unknown)!r} is not described at $.{what}s"
    return None
