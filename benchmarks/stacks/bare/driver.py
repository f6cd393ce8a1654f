"""The control: the pipeline in one plain Python process, day after day or all days in one go."""

from contextlib import suppress

from benchmarks.errors import BackfillError
from benchmarks.stacks.job import JobStack
from benchmarks.stacks.stack import Handed, Request
from shared_etl.days import Days


class Bare(JobStack):
    """Runs the core's own command."""

    def arguments(self, days: Days) -> list[str]:
        """The days one after the other, or as the range that they are."""
        how = ["--as-range"] if self.deployment.contender.as_range else []
        return ["-m", "shared_etl", "run", str(days.start), str(days.end), *how]

    def chain(self) -> list[Handed]:
        """A loop over the steps, in one process."""
        self.until_job_ended(self.start(["-m", "shared_etl.chain"]))
        return []

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
                jobs = [self.start_job(request.days), self.start_job(request.days)]
                for job in jobs:
                    self.until_job_ended(job)
            case _:
                super().again(way, request)
