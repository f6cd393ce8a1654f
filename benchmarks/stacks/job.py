"""A stack that is one process per backfill: nothing is brought up, nothing stays behind."""

import os
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from benchmarks.deployment.services import Running, Service, log_end, start, stop
from benchmarks.errors import BackfillError, BenchError
from benchmarks.stacks.stack import Request, Stack
from shared_etl.days import Days


class JobStack(Stack):
    """No service to start: the process of a backfill is its own control plane, and it is done when it ends."""

    @abstractmethod
    def arguments(self, days: Days) -> list[str]:
        """What Python is given to run the days."""

    def prepare(self) -> None:
        """Nothing: it keeps no records of its own."""

    @contextmanager
    def running(self) -> Iterator[list[Running]]:
        """Nothing to wait for; the list takes up the process of the backfill."""
        self._started: list[Running] = []
        try:
            yield self._started
        finally:
            for job in self._started:
                stop(job.process)

    def backfill(self, days: Days) -> None:
        """Start the process, and wait for its end."""
        self.until_job_ended(self.start_job(days))

    def again(self, way: str, request: Request) -> None:
        """Nothing is known of what ran before."""
        raise BenchError(f"{self.deployment.contender.stack} has no way {way!r} to run {request.days} again")

    def deployed(self) -> None:
        """Nothing: the next process reads the code anew."""

    def shown(self) -> dict[str, int]:
        """How the processes ended: nothing else is told."""
        return dict(Counter("commands failed" if job.process.poll() else "commands done" for job in self._started))

    def busy(self) -> int:
        """Nothing runs that is not waited for."""
        return 0

    def versions(self) -> dict[str, str]:
        """There is no service to ask."""
        return {}

    def record_done_at(self) -> datetime | None:
        """There is no record."""
        return None

    def metadata(self) -> str | None:
        """None: nothing is remembered."""
        return None

    def welcome(self) -> str:
        """There is nothing to log in to."""
        return f"{self.deployment.contender.stack} has no user interface"

    def start_job(self, days: Days) -> Running:
        """Start the process of the days."""
        return self.start(self.arguments(days))

    def start(self, arguments: list[str]) -> Running:
        """Start Python with the arguments."""
        self.actions.append(f"python {' '.join(arguments)}")
        command = self.command("python", *arguments)
        job = start(Service("pipeline", command, self.environment()), self.deployment.logs / "pipeline.log")
        self._started.append(job)
        return job

    def until_job_ended(self, job: Running) -> None:
        """Wait for the process; raises BackfillError, with its log's end, where it failed."""
        # Waited for, but not reaped: its CPU time is read after it has ended.
        ended = os.waitid(os.P_PID, job.process.pid, os.WEXITED | os.WNOWAIT)
        if ended is None or ended.si_status:
            raise BackfillError(log_end(job.log))
