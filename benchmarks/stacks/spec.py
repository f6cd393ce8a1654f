"""What the harness knows of a stack before it drives it: its contenders, its environment, its ways to recover."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from benchmarks.deployment.environments import python, versions_for
from records import plan
from records.names import Kind

if TYPE_CHECKING:
    from benchmarks.stacks.suite import Suite


@dataclass(frozen=True)
class Celery:
    """A Celery worker that does the work of a contender, with the embedded broker between."""

    processes_per_day: int
    """How many processes it has for each day that may run at once."""
    preload: str = ""
    """What it imports before it forks them, as the contender's driver takes it; '' for nothing."""


@dataclass(frozen=True)
class Contender:
    """A stack and how it is configured; the name is what results are filed under.

    Where nothing is said, a service has the default of its installation.
    """

    name: str
    stack: str
    kind: Kind
    label: str
    """As readers see it: Airflow (tuned)."""
    about: str
    """What it is, in a few words for the report."""
    workers: Literal["warm", "cold"] | None = None
    """Whether what runs a step, or a run, has imported its libraries before; None where it is not known."""
    dbt: str | None = None
    """How dbt is called, in a few words that follow "dbt": in process per model. None where it is not known."""
    pairs: tuple[str, ...] = ()
    """In what it is compared with other tools' contenders of the same means; none where it stands for itself."""
    beside: str = ""
    """The contender beside which it is always measured, with as many rounds."""
    pipeline: str = ""
    """Which of the wrapper's pipelines it runs, as its driver takes it: a folder of DAGs, a module of definitions."""
    as_range: bool = False
    """All days in one run, not one run per day."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of the stack's services."""
    group: str | None = None
    """The dependency group, and the name, of its environment, where that is not its stack's."""
    celery: Celery | None = None
    """None where no Celery worker does its work."""
    about_s: tuple[float, float] = (0, 0)
    """Roughly how long a backfill takes on two cores, in seconds: at all, and each day. Only for a plan's estimate."""
    seldom: bool = False
    """Whether it is measured where every case is, and in no other profile."""
    own_way: bool = False
    """Whether it is a construction of this project's beside the tool, and no way that the tool documents."""

    @property
    def slug(self) -> str:
        """The name as part of a file's name."""
        return self.name.replace(":", "-")

    def recorded(self) -> plan.Contender:
        """As a plan has it."""
        return plan.Contender(
            name=self.name,
            stack=self.stack,
            kind=self.kind,
            label=self.label,
            about=self.about,
            workers=self.workers,
            dbt=self.dbt,
            pairs=self.pairs,
            own_way=self.own_way,
        )


@dataclass(frozen=True)
class Recoveries:
    """In which ways the users of a stack ask for days again, by the name of a fault."""

    ways: Callable[[str, Contender], tuple[str, ...]]
    """Fault and contender -> the ways, first what its users would do first; () where it has none for the fault."""
    not_native: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(fault, way) -> what the tool cannot do, where the way is only the closest thing to it that a user would do."""
    able: Callable[[Contender, str], Contender] = lambda contender, _: contender
    """The contender, with what its installation needs for the way."""


@dataclass(frozen=True)
class Composed:
    """Where docker compose has the stack's user interface, by variables of .env."""

    port: int
    """Where <STACK>_PORT says nothing."""
    user: str = ""
    """Whose password is <STACK>_ADMIN_PASSWORD; '' where nobody is asked."""


@dataclass(frozen=True)
class StackSpec:
    """A stack: all that the harness knows of it, and how to load its driver."""

    name: str
    label: str
    """As readers know it: Airflow."""
    contenders: tuple[Contender, ...]
    driver: str
    """Its class that drives it, as module:name: imported, which takes long, where it is driven alone."""
    recoveries: Recoveries
    overhead_s: float
    """Roughly, of a measurement: a copy of the baseline, services up, idle, stopped again, tables compared."""
    record_s: float = 0
    """Roughly, until the record of a run before is closed, and the services are idle again."""
    default: str = ""
    """The contender that the stack's name alone means; its first where none is named."""
    group: str | None = None
    """The dependency group of its environment; None for the core alone. A contender may have one of its own."""
    environment: str = ""
    """The environment that it runs in, where that is another stack's."""
    packages: tuple[str, ...] = ()
    """What its environment has beside the core's packages and is worth telling the version of; the first is its own."""
    variables: tuple[str, ...] = ()
    """How the environment variables begin that would lead it into its user's own installation."""
    deployed: tuple[Contender, ...] = ()
    """Contenders that are up already, as somebody else has configured them: <stack>:<target or distributed>."""
    composed: Composed | None = None
    """None for one that docker-compose.yml has not."""
    suite: "Suite | None" = None
    """Its wrapper's tests and checks; None for one that has none."""
    chains: Mapping[str, float] = field(default_factory=dict)
    """What a chain of steps is with it -> about how many seconds handing over a step takes; the usual one first."""
    launches_runs: bool = False
    """Whether a run for each day can be launched at once, beside the tool's own backfill."""
    is_reference: bool = False
    """Whether ratios between tools are to this one."""

    @property
    def is_control(self) -> bool:
        """Whether it is what the others are compared with."""
        return any(one.kind == "control" for one in self.contenders)

    def environment_of(self, contender: Contender) -> str:
        """The name of the environment that one of its contenders runs in."""
        return contender.group or self.environment or self.name

    def environments(self) -> dict[str, str | None]:
        """Name -> dependency group of every environment that is its own: that of the stack, then of some contenders."""
        own = {} if self.environment else {self.name: self.group}
        return own | {one.group: one.group for one in self.contenders if one.group}

    def installed(self, environment: str) -> dict[str, str]:
        """Package -> version of what is installed in an environment of it, of the packages that are worth telling."""
        return versions_for(python(environment), self.packages)

    def recorded(self) -> plan.Stack:
        """As a plan has it."""
        return plan.Stack(name=self.name, label=self.label)
