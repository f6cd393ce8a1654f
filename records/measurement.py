"""What one measurement holds: the schema that the harness writes and every reader checks.

A results folder looks like this. ``<measurement>`` is ``<scenario>-<case>-<contender>-<round>``, ``:`` as ``-``; a
round is ``round<N>`` or, kept but in no figure but memory, ``warm-up<N>``:

    plan.json                                  what was asked for (records/plan.py)
    measurements/<measurement>.json            one pytest-benchmark file, one benchmark; its extra_info is a Measurement
    step_log/<measurement>.csv                 the core's own step log, one line per step execution
    logs/<measurement>/<service>.log           what each service of the stack printed
    tables/<baseline>/<contender>/<mart>.csv   the marts that the contender left; records/plan.py: Entry.baseline
    footprint.json                             images and services (records/footprint.py), on the target compose
    report.md, index.html, *.svg               written by the report
"""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from records.names import Configured
from records.plan import Case
from records.strict import Strict


class Clocks(Strict):
    """Seconds since the backfill was asked for (the request is sent at 0)."""

    data_ready_s: float | None = Field(description="the last partition's rows are committed; None if that never came")
    control_plane_done_s: float | None = Field(gt=0, description="the orchestrator says so; None if it never did")
    record_done_s: float | None = Field(
        default=None,
        description="the backfill's own record says that it is complete, not its runs; None where not waited for",
    )
    turn_wait_s: float | None = Field(
        default=None,
        ge=0,
        description="until the daemon that looks for requests in turns took this one up; None where there is no such "
        "daemon, or where its record was not read",
    )
    runs_made_s: list[float] = Field(
        default=[],
        description="when each run of the backfill was made, by the tool's own records, in order; [] where none tell",
    )
    settled_s: float = Field(ge=0, description="how long the services were left idle before the request")
    bring_up_s: float | None = Field(
        ge=0, description="start of the stack's services until healthy; not part of the others; None where they were up"
    )


class Look(Strict):
    """What all processes of the stack had used, and held, at one moment of a warm-up."""

    at_s: float = Field(ge=0, description="since just before the request")
    cpu_s: float = Field(
        ge=0, description="CPU seconds since then; a process that just ended may be missing for a look"
    )
    pss_bytes_by_role: dict[str, int] = Field(description="sums of proportional set sizes")


class Resources(Strict):
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
        description="of results older than core_pace_s: the same of another loop, on whichever core it came to be",
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


class Metadata(Strict):
    """How much the orchestrator's metadata database grew between the request and 'control plane done'."""

    rows: int
    bytes: int = Field(description="tables with their indexes, as PostgreSQL allocates them")


class Rows(Strict):
    """Row counts of the warehouse after the measurement."""

    landed: int = Field(ge=0)
    validated: int = Field(ge=0)
    rejected: int = Field(ge=0)
    station_days: int = Field(ge=0)
    city_days: int = Field(ge=0)


class Difference(Strict):
    """One place where a contender's table is not bare's."""

    table: str
    key: str
    column: str = Field(description="'*' when the whole row is missing or extra")
    bare: str | None
    contender: str | None


class Parity(Strict):
    """Marts, validated and rejected rows against those of bare, row by row."""

    identical: bool
    differences: list[Difference] = Field(description="the first 100")
    difference_count: int = Field(ge=0)


class Steps(Strict):
    """Counts over the step log: Python steps and dbt models, tests left out. A range counts once for each day."""

    expected: int = Field(ge=0, description="partitions x steps")
    done: int = Field(ge=0, description="different steps of different partitions that were done")
    failed: int = Field(ge=0, description="executions that did not end well")
    repeated: int = Field(ge=0, description="executions beyond the first of the same step and partition")


class Rerun(Strict):
    """What a failure or a change cost: from the recovery's first request until the control plane said 'done'."""

    recovery: str = Field(description="in which way the user asked, such as clear-failed")
    not_native: str | None = Field(
        default=None, description="what the tool cannot do, where the recovery is only the closest to it"
    )
    actions: list[str] = Field(description="every call or command of the user's, in order")
    refused: list[str] = Field(description="what of it the tool refused, in its own words")
    needed: int = Field(ge=0, description="step executions that had to be: not done yet, or outdated")
    executed: int = Field(ge=0, description="step executions that were; a step over a range counts once a day")
    missing: int = Field(ge=0, description="needed, and not done")
    first_failed: int = Field(ge=0, description="step executions that failed in the run before the recovery")
    first_repeated: int = Field(ge=0, description="steps that this run did more than once")
    first_went_on: list[str] = Field(description="steps that it did although they depend on what had failed")
    tests_left_failed: list[str] = Field(description="dbt tests whose last execution failed")
    shown_before: dict[str, int] = Field(description="what the tool showed at the request: state, count")
    shown_after: dict[str, int] = Field(description="the same when it said 'done'")


class Idle(Strict):
    """What a deployment did, and held, while nothing was asked of it."""

    transactions: int = Field(ge=0, description="committed and rolled back in the database of its own records")
    statements: int = Field(ge=0, description="sent to that database, BEGIN and COMMIT among them")
    pss_bytes_by_role: dict[str, int] | None = Field(
        description="sums of proportional set sizes at the end; None where they may not be read"
    )
    processes: int = Field(ge=0, description="at the end")


class ChainStep(Strict):
    """A step of a chain, in seconds since the request, as its tool has recorded it."""

    step: str
    queued_s: float | None = Field(description="handed over to be run; None where the tool records no such moment")
    started_s: float
    ended_s: float
    tries: int = Field(ge=1)


class Computed(Strict):
    """The same as the step itself has told."""

    step: str
    started_s: float
    ended_s: float
    process: int
    value: int


class Chained(Strict):
    """A chain, step by step."""

    recorded: list[ChainStep] = Field(description="by the tool, in order of their starts; [] where it keeps no records")
    computed: list[Computed] = Field(description="by the steps, in order of their starts")


class PassedOver(Strict):
    """What lay in a source and was not read for a day, and why."""

    file: str
    why: str


class SourceDay(Strict):
    """Which files of a source were read for a day."""

    day: date
    read: list[str]
    passed_over: list[PassedOver] = Field(
        default_factory=list, description="of many for the same reason, some by name, and how many more there are"
    )
    rows: dict[str, int] = Field(default_factory=dict, description="of each file that was read, rows of this day")


class Machine(Strict):
    """The machine that a measurement ran on."""

    name: str
    cpu: str
    cores: int
    memory_bytes: int
    system: str = Field(description="without the local build of a kernel: Linux 6.18 x86_64, glibc 2.36")
    python: str


class Measurement(Strict):
    """The extra_info of one benchmark: one scenario, one case, one contender, one round."""

    schema_version: Literal[3]
    scenario: str
    case: Case
    contender: Configured
    round: int = Field(ge=1)
    warm_up: bool = Field(default=False, description="before the others, with memory: kept, its times in no figure")
    started_at: datetime
    outcome: Literal["completed", "failed"]
    reason: str | None = Field(default=None, description="why it failed")
    clocks: Clocks
    resources: Resources
    metadata: Metadata | None = Field(description="None for a contender that keeps no records")
    rows: Rows
    source_files: list[SourceDay] | None = Field(
        default=None, description="day by day; None where the source has no files, or where it was not recorded"
    )
    empty_days: list[date] = Field(
        default_factory=list, description="days of the case of which not one row was landed: a warning"
    )
    steps: Steps
    dbt_full_parses: int | None = Field(
        default=None, ge=0, description="how often dbt parsed the whole project, from bring-up on; None: not recorded"
    )
    rerun: Rerun | None = Field(default=None, description="None for a run that nothing had gone before")
    cpu_s_by_doing: dict[str, float] | None = Field(
        default=None,
        description="CPU seconds of Python processes by what they did, from sampled call stacks (see "
        "benchmarks/metering/profiler.py); None where none were sampled",
    )
    idle: Idle | None = Field(default=None, description="None where something was asked for")
    chain: Chained | None = Field(default=None, description="None where days were asked for")
    parity: Parity
    versions: dict[str, str] = Field(description="package -> version, as installed in the contender's environment")
    machine: Machine
