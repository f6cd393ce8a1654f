"""What every stack can be asked to do."""

import os
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Literal

import psycopg

from benchmarks.deployment.addresses import Address
from benchmarks.deployment.environments import folder
from benchmarks.deployment.postgres import Postgres
from benchmarks.deployment.services import Running, log_end, wait_until
from benchmarks.errors import BenchError
from benchmarks.metering.step_log import last_steps
from benchmarks.stacks.environment import clean_environment
from benchmarks.stacks.registry import spec
from benchmarks.stacks.spec import Contender
from records.plan import Chain
from shared_etl.chain import LOG, STEPS
from shared_etl.days import Days


@dataclass(frozen=True)
class Deployment:
    """One contender's place to run: its server, its folders, its source of readings; or where it runs already."""

    contender: Contender
    place: Postgres | Address
    """The server that it is started beside, or the address where somebody else has started it."""
    home: Path
    """Everything that the stack writes goes here."""
    logs: Path
    ready: Mapping[str, str]
    """The variables that name what the baseline has ready for every stack."""
    source: str = "packaged"
    concurrency: int = 2
    """How many partitions may run at the same time."""
    schedules: bool = False
    """Whether schedules and sensors start runs by themselves, as in production."""
    launched_as: Literal["runs"] | None = None
    """runs: a backfill is started as a run per day, launched at once, where the tool has such a way."""
    chain: Chain | None = None
    """Which chain of steps it runs in place of the pipeline; None where it runs the pipeline."""

    @property
    def address(self) -> Address | None:
        """Where it runs already; None where it is started."""
        return self.place if isinstance(self.place, Address) else None

    @property
    def postgres(self) -> Postgres:
        """The server that it is started beside."""
        assert isinstance(self.place, Postgres)
        return self.place

    @property
    def warehouse(self) -> str:
        """For libpq: the database that the pipeline writes to."""
        return self.place.warehouse if isinstance(self.place, Address) else self.place.conninfo("warehouse")


@dataclass(frozen=True)
class Request:
    """What is to be run again, in one of the ways that a stack has."""

    days: Days
    """From the first to the last day that needs it."""
    last_steps: int
    """How often the last step of a day will have been done in all, when all of the days were run again."""
    steps: tuple[str, ...] = ()
    """Which steps, with all that depend on them; every step where none is named."""
    changed: Literal["readings", "model"] | None = None
    """What has changed, where a tool has to be told."""


@dataclass(frozen=True)
class Handed:
    """A step of a chain, as the stack's own records have it."""

    step: str
    queued_at: datetime | None
    """When it was handed over to be run; None where nothing records that."""
    started_at: datetime
    ended_at: datetime
    tries: int = 1


_LOOK_S = 0.25
_ASK_SELDOM_S = 5
_CHAIN_TIMEOUT_S = 600
"""When a chain that has not ended is given up: far beyond what the slowest contender takes."""


def _timeout_s(days: Days) -> float:
    """When a backfill that has not ended is given up: far beyond what the slowest contender takes."""
    return 600 + 300 * len(days)


class Stack(ABC):
    """A stack of processes that can run the pipeline."""

    settle_s: ClassVar[float] = 0
    """How long the services are left idle before a request: to half of the slowest turn in which they look for work.

    So a request waits as long as one at any time waits on average. Where it fell, by chance, would add only noise.
    """

    turn_s: ClassVar[float] = 0
    """How long that turn is, where it is known when one was: the one in which a run's record was closed."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.actions: list[str] = []
        """What a user did to ask for runs: each call or command, oldest first."""
        self.refused: list[str] = []
        """What of it the tool refused, in its own words."""
        self.log_before = 0
        """The newest id of the step log before the first request: a warehouse may hold runs that are not ours."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the stack's own records (its metadata database) ready, as its installation says; once per server."""

    @abstractmethod
    def running(self) -> AbstractContextManager[list[Running]]:
        """Start the services, wait until they are healthy and the pipeline is loaded; stop them in the end.

        At an address there is nothing to start or to stop: none is yielded. Raises BenchError where what is there is
        not the stack, does not let us in, or has no such pipeline.
        """

    def start_schedules(self) -> None:  # noqa: B027 - a stack without schedules has none to start
        """Turn on the pipeline's schedules and sensors, where that is left to the user; see Deployment.schedules."""

    @abstractmethod
    def busy(self) -> int:
        """How many runs are queued or running, whoever asked for them."""

    @abstractmethod
    def versions(self) -> dict[str, str]:
        """Package -> version, as the running services tell."""

    @abstractmethod
    def backfill(self, days: Days) -> None:
        """Ask the control plane for the days, and return when it says that they are done.

        Raises BackfillError where it says that they failed, BenchError where a service ends or it never says.
        """

    def chain(self) -> list[Handed]:
        """Ask for the deployment's chain of steps, and return when it has ended, with what the stack has recorded.

        Raises BackfillError where it failed, BenchError where the stack has no chain.
        """
        raise BenchError(f"{self.deployment.contender.stack} has no chain of steps")

    @abstractmethod
    def again(self, way: str, request: Request) -> None:
        """Ask for days again in the way of that name (see the stack's recoveries.py), and return when they have ended.

        Raises BackfillError where the tool refuses, or says that they failed.
        """

    @abstractmethod
    def deployed(self) -> None:
        """What a user of the tool does when the project's code has changed, before anything is asked for again."""

    @abstractmethod
    def shown(self) -> dict[str, int]:
        """What the tool shows of its runs and partitions: state -> how many are in it."""

    @abstractmethod
    def record_done_at(self) -> datetime | None:
        """When the last backfill's own record said that it is complete, asked for after its runs have ended.

        None where there is no such record, or it does not come.
        """

    def taken_up_at(self) -> datetime | None:
        """When the last backfill was taken up by a daemon that looks for requests in turns; None where none does."""
        return None

    def runs_made_at(self, days: Days) -> list[datetime]:  # noqa: ARG002 - a stack without records has none to look in
        """When each run of the last backfill, of these days, was made, in order; [] where no record tells."""
        return []

    @abstractmethod
    def metadata(self) -> str | None:
        """For libpq: the database of the stack's own records; None where it keeps none, or we may not read it."""

    @abstractmethod
    def welcome(self) -> str:
        """What a person needs to use the running stack: address and login."""

    def until_ended(self, ended: Callable[[], bool], days: Days, services: list[Running], done: int = 0) -> None:
        """Wait until the control plane says that the days have ended, which ended asks it.

        done is how often the last step of a day will have been done by then, where that is not once per day.

        An answer costs the stack more than it costs the harness. So the step log is looked at, for next to nothing, and
        the control plane is asked at every look only when the last step of every day is in it; before that it is asked
        seldom, for runs that failed. Raises BenchError where a service ends or the end never comes.
        """
        with psycopg.connect(self.deployment.warehouse, autocommit=True) as log:

            def all_logged() -> bool:
                return last_steps(log, self.log_before) >= (done or len(days))

            self._until(all_logged, ended, "the backfill's end", services, _timeout_s(days))

    def until_chain_ended(self, ended: Callable[[], bool], services: list[Running]) -> None:
        """Wait until the control plane says that a chain has ended, which ended asks it: as until_ended does."""
        steps, log = int(self.deployment.ready[STEPS]), Path(self.deployment.ready[LOG])

        def all_logged() -> bool:
            return log.exists() and len(log.read_text().splitlines()) >= steps

        self._until(all_logged, ended, "the chain's end", services, _CHAIN_TIMEOUT_S)

    def _until(
        self,
        all_logged: Callable[[], bool],
        ended: Callable[[], bool],
        what: str,
        services: list[Running],
        timeout_s: float,
    ) -> None:
        """Ask whether it has ended: at every look when all is logged, before that seldom."""
        next_at = 0.0

        def looked() -> bool:
            nonlocal next_at
            if not all_logged() and time.monotonic() < next_at:
                return False
            next_at = time.monotonic() + _ASK_SELDOM_S
            return ended()

        wait_until(looked, what, services, timeout_s, _LOOK_S)

    def has_last_steps(self, count: int) -> bool:
        """Whether the last step of a day has been done so often since the first request."""
        with psycopg.connect(self.deployment.warehouse, autocommit=True) as log:
            return last_steps(log, self.log_before) >= count

    @property
    def programs(self) -> Path:
        """The folder of its environment's programs."""
        contender = self.deployment.contender
        return folder(spec(contender.stack).environment_of(contender)) / "bin"

    def environment(self) -> dict[str, str]:
        """The variables of every process of the stack."""
        own = self.deployment
        path = f"{self.programs}{os.pathsep}{os.environ.get('PATH', '')}"
        return {
            **clean_environment(own.home),
            **own.postgres.warehouse_variables(own.contender.name),
            "PATH": path,
            **own.ready,
            "WEATHER_SOURCE": own.source,
            "WEATHER_REPORTS": str(own.home / "weather_reports"),
            **own.contender.environment,
        }

    def migrate(self, command: list[str]) -> None:
        """Run the stack's own command that makes its metadata database ready; raises BenchError where it fails."""
        log = self.deployment.logs / f"{self.deployment.contender.stack}-migrate.log"
        with log.open("wb") as output:
            done = subprocess.run(command, env=self.environment(), stdout=output, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            raise BenchError(f"{self.deployment.contender.stack}: its database could not be migrated; {log_end(log)}")

    def command(self, program: str, *arguments: str) -> list[str]:
        """A command of the stack's environment."""
        return [str(self.programs / program), *arguments]
