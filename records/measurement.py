"""What one measurement holds: the schema that the harness writes and every reader checks.

A results folder looks like this. ``<measurement>`` is ``<scenario>-<case>-<contender>-<round>``, ``:`` as ``-``; a
round is ``round<N>`` or, kept but in no figure but memory, ``warm-up<N>``:

    plan.json                                  what was asked for (Plan)
    measurements/<measurement>.json            one pytest-benchmark file, one benchmark; its extra_info is a Measurement
    step_log/<measurement>.csv                 the core's own step log, one line a step execution
    logs/<measurement>/<service>.log           what each service of the stack printed
    tables/<ground>/<contender>/<mart>.csv     the marts that the contender left; <ground> is the case's source and days
    footprint.json                             images and services (Footprint), on the target compose
    report.md, index.html, *.svg               written by the report
"""

from datetime import date, datetime
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Final = 2

PIPELINE: Final = (
    "raw_weather_data",
    "cleaned_weather_data",
    "validated_readings",
    "stg_weather__readings",
    "city_aggregates",
    "daily_weather_summary",
    "weather_report",
)
"""The steps of a partition, dbt models among them, in the order of the flow."""

FOOTPRINT: Final = "footprint.json"
Target = Literal["embedded", "compose", "attached"]
"""Where the stacks are: started by the harness, by docker compose, or anywhere that has an address."""

RERUNS: Final = (
    "transient-failure",
    "failed-step",
    "failed-model",
    "failed-test",
    "corrected-day",
    "changed-model",
    "nothing-changed",
    "late-file",
    "asked-twice",
)
"""The scenarios in which something goes wrong or changes, and days are asked for again."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Days(_Strict):
    """The partitions of a measurement: every UTC date from start to end, both included."""

    start: date
    end: date
    count: int = Field(ge=1)


class Case(_Strict):
    """What is asked of every contender alike: a scenario has one or more."""

    name: str = Field(description="as in file names: 7-days-2-at-once, 1-day-2-at-once-10000-stations")
    work: Literal["weather", "nothing"] = Field(description="nothing: the same steps, but they only write the step log")
    source: str = Field(description="packaged, files:PATH, generated:STATIONS or open-meteo")
    days: Days
    concurrency: int = Field(ge=1, description="how many partitions may run at the same time")
    remedy: str | None = Field(
        default=None,
        description="in which way it is asked for again, where not in the first that the users would take",
    )


class Clocks(_Strict):
    """Seconds since the backfill was asked for (the request is sent at 0)."""

    data_ready_s: float | None = Field(description="the last partition's rows are committed; None if that never came")
    control_plane_done_s: float | None = Field(description="the orchestrator says so; None if it never did")
    record_done_s: float | None = Field(
        default=None,
        description="the backfill's own record says that it is complete, not its runs; None where not waited for",
    )
    settled_s: float = Field(ge=0, description="how long the services were left idle before the request")
    bring_up_s: float | None = Field(
        ge=0, description="start of the stack's services until healthy; not part of the others; None where they were up"
    )


class Look(_Strict):
    """What all processes of the stack had used, and held, at one moment of a warm-up."""

    at_s: float = Field(ge=0, description="since just before the request")
    cpu_s: float = Field(
        ge=0, description="CPU seconds since then; a process that just ended may be missing for a look"
    )
    pss_bytes_by_role: dict[str, int] = Field(description="sums of proportional set sizes")


class Resources(_Strict):
    """What all processes of the stack, PostgreSQL included, used between the request and 'control plane done'."""

    cpu_s: float | None = Field(
        ge=0, description="CPU seconds, user + system, of the whole process tree; None where the target does not tell"
    )
    cpu_s_by_role: dict[str, float] = Field(description="the same by process role, or by container; sums to cpu_s")
    peak_pss_bytes: int | None = Field(
        default=None,
        ge=0,
        description="highest sampled sum of the tree's proportional set sizes; read in warm-ups alone, else None",
    )
    harness_cpu_s: float = Field(ge=0, description="what the measuring process used meanwhile; not in cpu_s")
    elsewhere_cpu_s: float | None = Field(
        description="what everything else on the machine used meanwhile; None where the machine does not tell"
    )
    processes: int | None = Field(
        default=None,
        ge=1,
        description="distinct processes seen; one that lives less than a look's pause is missed; None for containers",
    )
    pace_s: float | None = Field(
        default=None,
        gt=0,
        description="of older results: as core_pace_s, but of another loop on whichever core it came to be",
    )
    core_pace_s: float | None = Field(
        default=None,
        gt=0,
        description="CPU seconds that a short fixed loop cost on the cores where and when CPU time was used: how slow "
        "the machine was just then (see benchmarks/metering/core_speed.py); None of containers, and of results older "
        "than the field",
    )
    looks: list[Look] = Field(default=[], description="one after the other, up to 4 a second; of warm-ups alone")
    peak_bytes_by_container: dict[str, int] = Field(
        default={}, description="highest memory in use, without what can be dropped; in warm-ups, on the target compose"
    )


class Metadata(_Strict):
    """How much the orchestrator's metadata database grew between the request and 'control plane done'."""

    rows: int
    bytes: int = Field(description="tables with their indexes, as PostgreSQL allocates them")


class Rows(_Strict):
    """Row counts of the warehouse after the measurement."""

    landed: int
    validated: int
    rejected: int
    station_days: int
    city_days: int


class Difference(_Strict):
    """One place where a contender's table is not bare's."""

    table: str
    key: str
    column: str = Field(description="'*' when the whole row is missing or extra")
    bare: str | None
    contender: str | None


class Parity(_Strict):
    """Marts, validated and rejected rows against those of bare, row by row."""

    identical: bool
    differences: list[Difference] = Field(description="the first 100")
    difference_count: int = Field(ge=0)


class Steps(_Strict):
    """Counts over the step log: Python steps and dbt models, tests left out. A step over a range counts once a day."""

    expected: int = Field(description="partitions x steps")
    done: int = Field(description="different steps of different partitions that were done")
    failed: int = Field(description="executions that did not end well")
    repeated: int = Field(description="executions beyond the first of the same step and partition")


class Rerun(_Strict):
    """What a failure or a change cost: from the remedy's first request until the control plane said 'done'."""

    remedy: str = Field(description="in which way the user asked, such as clear-failed")
    not_native: str | None = Field(
        default=None, description="what the tool cannot do, where the remedy is only the closest to it"
    )
    actions: list[str] = Field(description="every call or command of the user's, in order")
    refused: list[str] = Field(description="what of it the tool refused, in its own words")
    needed: int = Field(ge=0, description="step executions that had to be: not done yet, or outdated")
    executed: int = Field(ge=0, description="step executions that were; a step over a range counts once a day")
    missing: int = Field(ge=0, description="needed, and not done")
    first_failed: int = Field(ge=0, description="step executions that failed in the run before the remedy")
    first_repeated: int = Field(ge=0, description="steps that this run did more than once")
    first_went_on: list[str] = Field(description="steps that it did although they depend on what had failed")
    tests_left_failed: list[str] = Field(description="dbt tests whose last execution failed")
    shown_before: dict[str, int] = Field(description="what the tool showed when the remedy was asked for: state, count")
    shown_after: dict[str, int] = Field(description="the same when it said 'done'")


class Machine(_Strict):
    """The machine that a measurement ran on."""

    name: str
    cpu: str
    cores: int
    memory_bytes: int
    system: str
    python: str


class Measurement(_Strict):
    """The extra_info of one benchmark: one scenario, one case, one contender, one round."""

    schema_version: Literal[2]
    scenario: str
    case: Case
    contender: str
    round: int = Field(ge=1)
    warm_up: bool = Field(default=False, description="before the others, with memory: kept, its times in no figure")
    started_at: datetime
    outcome: Literal["completed", "failed"]
    reason: str | None = Field(default=None, description="why it failed")
    clocks: Clocks
    resources: Resources
    metadata: Metadata | None = Field(description="None for a contender that keeps no records")
    rows: Rows
    steps: Steps
    rerun: Rerun | None = Field(default=None, description="None for a run that nothing had gone before")
    parity: Parity
    versions: dict[str, str] = Field(description="package -> version, as installed in the contender's environment")
    machine: Machine


class Image(_Strict):
    """A container image."""

    name: str
    base: str | None = Field(default=None, description="the image that it is built on; None where it does not say")
    size_bytes: int = Field(ge=0, description="all of its layers, as the engine keeps them")
    build_s: float | None = Field(
        default=None, ge=0, description="without a cached layer, the base image being there; None where not built here"
    )


class Service(_Strict):
    """A service of docker compose: all of its containers."""

    name: str
    image: str
    idle_bytes: int = Field(ge=0, description="memory in use before the first request, without what can be dropped")
    limit_bytes: int | None = Field(description="the most that each of its containers may use; None for no limit")


class Footprint(_Strict):
    """What a deployment on docker compose takes, in footprint.json."""

    schema_version: Literal[1]
    images: list[Image]
    services: list[Service]


class Entry(_Strict):
    """How often a contender is measured in one case of a scenario."""

    scenario: str
    case: str
    contender: str
    rounds: int = Field(ge=1)
    warm_ups: int = Field(default=0, ge=0)


class Plan(_Strict):
    """What a run was asked to do, written before the first measurement."""

    schema_version: Literal[2]
    created_at: datetime
    profile: str
    command: str = Field(description="the command that asks for the same again")
    seed: int = Field(description="shuffles the order of measurements within each round")
    contenders: dict[str, str] = Field(description="name -> what it is, in the order of the tables")
    scenarios: dict[str, str] = Field(default_factory=dict, description="name -> what it is")
    cases: list[Case]
    entries: list[Entry]
    main_case: str = Field(description="the case that the headline is about")
    target: Target = Field(
        default="embedded", description="started by the harness, by docker compose, or by somebody else at an address"
    )
    urls: dict[str, str] = Field(default_factory=dict, description="stack -> its address, on the target attached")
