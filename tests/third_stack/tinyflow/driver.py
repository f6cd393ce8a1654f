"""Drives Tinyflow: one process per backfill."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from benchmarks.deployment.environments import PROJECT
from benchmarks.deployment.services import Running, Service, log_end, start, stop
from benchmarks.errors import BackfillError
from benchmarks.stacks.stack import Request, Stack
from shared_etl.days import Days


class Tinyflow(Stack):
    """No service to start: the process of a backfill is its control plane."""

    def prepare(self) -> None:
        """Nothing: it keeps no records."""

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
        """Run the days, and wait for the process without reaping it: its CPU time is read after it has ended."""
        dbt = str(self.deployment.home / "dbt")
        environment = {"PYTHONPATH": str(PROJECT), "DBT_TARGET_PATH": dbt, "DBT_LOG_PATH": dbt}
        command = self.command("python", "-m", "tinyflow_jobs", str(days.start), str(days.end))
        job = start(Service("job", command, self.environment() | environment), self.deployment.logs / "job.log")
        self._started.append(job)
        ended = os.waitid(os.P_PID, job.process.pid, os.WEXITED | os.WNOWAIT)
        if ended is None or ended.si_status:
            raise BackfillError(log_end(job.log))

    def again(self, way: str, request: Request) -> None:
        """It has no way to run days again."""
        raise BackfillError(f"Tinyflow has no way {way!r} to run {request.days} again")

    def deployed(self) -> None:
        """Nothing: the next process reads the code anew."""

    def shown(self) -> dict[str, int]:
        """It shows nothing."""
        return {}

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
        """It keeps no records."""
        return None

    def welcome(self) -> str:
        """There is nothing to log in to."""
        return "Tinyflow has no user interface"
