"""What one measurement holds: the schema that the harness writes and every reader checks.

A results folder looks like this (``<measurement>`` is ``<scenario>-<contender>-round<N>``, ``:`` as ``-``):

    plan.json                                  what was asked for (Plan)
    measurements/<measurement>.json            one pytest-benchmark file, one benchmark; its extra_info is a Measurement
    step_log/<measurement>.csv                 the core's own step log, one line a step execution
    logs/<measurement>/<service>.log           what each service of the stack printed
    tables/<contender>/<mart>.csv              the marts that the contender left
    report.md, index.html, *.svg               written by the report
"""

from datetime import date, datetime
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Final = 1

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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Days(_Strict):
    """The partitions of a measurement: every UTC date from start to end, both included."""

    start: date
    end: date
    count: int = Field(ge=1)


class Clocks(_Strict):
    """Seconds since the backfill was asked for (the request is sent at 0)."""

    data_ready_s: float | None = Field(description="the last partition's rows are committed; None if that never came")
    control_plane_done_s: float | None = Field(description="the orchestrator says so; None if it never did")
    settled_s: float = Field(ge=0, description="how long the services were left idle before the request")
    bring_up_s: float = Field(ge=0, description="start of the stack's services until healthy; not part of the others")


class Resources(_Strict):
    """What all processes of the stack, PostgreSQL included, used between the request and 'control plane done'."""

    cpu_s: float = Field(ge=0, description="CPU seconds, user + system, of the whole process tree")
    cpu_s_by_role: dict[str, float] = Field(description="the same by process role; sums to cpu_s")
    peak_pss_bytes: int | None = Field(
        ge=0, description="highest sampled sum of the tree's proportional set sizes; None where it cannot be read"
    )
    harness_cpu_s: float = Field(ge=0, description="what the harness itself used meanwhile; not in cpu_s")


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
    """Counts over the step log: Python steps and dbt models, tests left out."""

    expected: int = Field(description="partitions x steps")
    done: int
    failed: int
    repeated: int = Field(description="executions beyond the first of the same step and partition")


class Machine(_Strict):
    """The machine that a measurement ran on."""

    name: str
    cpu: str
    cores: int
    memory_bytes: int
    system: str
    python: str


class Measurement(_Strict):
    """The extra_info of one benchmark: one contender, one scenario, one round."""

    schema_version: Literal[1]
    scenario: str
    contender: str
    round: int = Field(ge=1)
    source: str
    days: Days
    started_at: datetime
    outcome: Literal["completed", "failed"]
    reason: str | None = Field(default=None, description="why it failed")
    clocks: Clocks
    resources: Resources
    rows: Rows
    steps: Steps
    parity: Parity
    versions: dict[str, str] = Field(description="package -> version, as installed in the contender's environment")
    machine: Machine


class Plan(_Strict):
    """What a run was asked to do, written before the first measurement."""

    schema_version: Literal[1]
    created_at: datetime
    profile: str
    scenarios: list[str]
    contenders: list[str]
    rounds: int
    source: str
    days: Days
    seed: int = Field(description="shuffles the order of contenders within each round")
