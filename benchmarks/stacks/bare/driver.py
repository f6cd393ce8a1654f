"""The control: the pipeline in one plain Python process, day after day or all days in one go."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from benchmarks.deployment.services import Running, Service, log_end, start, stop
from benchmarks.errors import BackfillError
from benchmarks.stacks.stack import Request, Stack
from shared_etl.days import Days


class Bare(Stack):
    """No service to start: the 'control plane' is the process itself, and it is done when it ends."""

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
        """Run the days one after the other, or as the range that they are."""
        self._ended(self._start(days))

    def again(self, way: str, request: Request) -> None:
        """The same command again: once, twice at the same time, or until it works."""
        match way:
            case "run":
                self.backfill(request.days)
            case "run-again":
                with suppress(BackfillError):
                    self.backfill(request.days)
                    return
                self.backfill(request.days)
            case "twice":
                jobs = [self._start(request.days), self._start(request.days)]
                for job in jobs:
                    self._ended(job)

    def deployed(self) -> None:
        """Nothing: the next command reads the code anew."""

    def shown(self) -> dict[str, int]:
        """How the commands ended: nothing else is told."""
        return dict(Counter("commands failed" if job.process.poll() else "commands done" for job in self._started))

    def busy(self) -> int:
        """Nothing runs that is not waited for."""
        return 0

    def versions(self) -> dict[str, str]:
        """There is no service to ask."""
        return {}

    def _start(self, days: Days) -> Running:
        environment = self.environment() | {
            "DBT_TARGET_PATH": str(self.deployment.home / "dbt"),
            "DBT_LOG_PATH": str(self.deployment.home / "dbt"),
        }
        module = ["shared_etl", "run"] if self.deployment.work == "weather" else ["shared_etl.nothing"]
        how = ["--as-range"] if self.deployment.contender.as_range else []
        arguments = ["-m", *module, str(days.start), str(days.end), *how]
        self.actions.append(f"python {' '.join(arguments)}")
        command = self.command("python", *arguments)
        job = start(Service("pipeline", command, environment), self.deployment.logs / "pipeline.log")
        self._started.append(job)
        return job

    def _ended(self, job: Running) -> None:
        """Wait for the command; raises BackfillError, with its log's end, where it failed."""
        # Waited for, but not reaped: its CPU time is read after it has ended.
        ended = os.waitid(os.P_PID, job.process.pid, os.WEXITED | os.WNOWAIT)
        if ended is None or ended.si_status:
            raise BackfillError(log_end(job.log))

    def record_done_at(self) -> datetime | None:
        """There is no record."""
        return None

    def metadata(self) -> str | None:
        """None: nothing is remembered."""
        return None

    def welcome(self) -> str:
        """There is nothing to log in to."""
        return "bare has no user interface"
