"""Dagster: code server, daemon, webserver, a Celery worker where runs are its; driven by the webserver's GraphQL."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import ClassVar

import httpx

from benchmarks.deployment.broker import Broker
from benchmarks.deployment.services import Running, Service, free_port, is_listening, running, start, stop, wait_until
from benchmarks.errors import BackfillError, BenchError
from benchmarks.stacks.celery import brokered, processes, wait_until_ready, worker
from benchmarks.stacks.dagster import configuration
from benchmarks.stacks.dagster.address_check import check
from benchmarks.stacks.dagster.api import Api
from benchmarks.stacks.dagster.runs import Runs, check_ended, retries_of, runs_of
from benchmarks.stacks.stack import Deployment, Handed, Request, Stack
from shared_etl.days import Days

_ANSWER = httpx.Timeout(30, connect=5)
"""How long the first answers of an address are waited for: it may have other work."""
_BUSY_S = 60
"""How long an answer is waited for while runs go on."""
_RECORD_S = 40
"""How long a backfill's own record is waited for; the daemon closes it in a turn of 30 seconds."""


class Dagster(Stack):
    """The long-running services of Dagster's open-source deployment, as local processes on loopback ports.

    Its backfill daemon looks for work when it starts and every 30 seconds from then on; no setting changes that. It has
    done so 1 to 2 seconds before the services are seen to be healthy: a request 14 seconds later waits the half of a
    turn, as long as an average one does.
    """

    settle_s: ClassVar[float] = 14
    turn_s: ClassVar[float] = 30

    def __init__(self, deployment: Deployment) -> None:
        super().__init__(deployment)
        self._port, self._code_port, self._broker = free_port(), free_port(), Broker()
        self._backfill: str | None = None

    @property
    def url(self) -> str:
        """The address of the user interface and of GraphQL."""
        address = self.deployment.address
        return address.url if address else f"http://127.0.0.1:{self._port}"

    def environment(self) -> dict[str, str]:
        """What the installation needs to run at all, in one folder; the contender's own knobs win."""
        celery = self.deployment.contender.celery
        # Celery itself takes them before whatever its app says.
        queue = {"CELERY_BROKER_URL": self._broker.url, "CELERY_RESULT_BACKEND": self._broker.url} if celery else {}
        return {**configuration.variables(self.deployment), **queue, **super().environment()}

    def prepare(self) -> None:
        """Make the tables of runs, event logs and schedules: services that find none would make them as they start."""
        self.deployment.postgres.create_database(configuration.DATABASE)
        configuration.write(self.deployment, self._code_port)
        self.migrate(self.command("dagster", "instance", "migrate"))

    @contextmanager
    def running(self) -> Iterator[list[Running]]:
        """Ready: a worker takes runs, every daemon has a healthy heartbeat, and the code location is loaded."""
        if address := self.deployment.address:
            # A proxy before the webserver may ask for a login; the webserver itself never does.
            login = (address.user, address.password) if address.user else None
            with httpx.Client(timeout=_ANSWER, auth=login) as http:
                self._api = Api(http, self.url)
                check(self._api, address, self.deployment.concurrency)
                http.timeout = httpx.Timeout(_BUSY_S)
                self._services: list[Running] = []
                yield self._services
            return
        configuration.write(self.deployment, self._code_port)
        environment, definitions = self.environment(), configuration.definitions(self.deployment)
        host = ("--host", "127.0.0.1", "--port")
        workspace = ("-w", str(self.deployment.home / "workspace.yaml"))
        code = Service(
            "code server",
            self.command("dagster", "api", "grpc", *definitions, *host, str(self._code_port)),
            environment,
            workers="run workers",
        )
        others = [
            Service("webserver", self.command("dagster-webserver", *workspace, *host, str(self._port)), environment),
            Service("daemon", self.command("dagster-daemon", "run", *workspace), environment),
        ]
        with (
            brokered(self.deployment, self._broker) as broker,
            running([code, *self._workers(environment)], self.deployment.logs) as first,
        ):
            wait_until(lambda: is_listening(self._code_port), "the code server", first)
            wait_until_ready(first)
            with running(others, self.deployment.logs) as rest, httpx.Client(timeout=_BUSY_S) as http:
                self._api = Api(http, self.url)
                wait_until(self._api.is_ready, "a healthy Dagster with its code location", [*first, *rest])
                self._code, self._services = first, [*first, *rest, *broker]
                yield self._services

    def start_schedules(self) -> None:
        """Start every schedule and sensor: as loaded they are stopped."""
        self._api.start_schedules()

    def backfill(self, days: Days) -> None:
        """Launch one backfill of every partitioned asset, or a run per day at once; count runs until all have ended.

        The backfill's own status is asked for failures alone: its daemon looks up only every 30 seconds.
        """
        self._all_done(self._launch_runs(days) if self.deployment.launched_as == "runs" else self._launch(days), days)

    def chain(self) -> list[Handed]:
        """Launch a run of the chain's job of that shape, and wait for its end."""
        assert self.deployment.chain
        run = self._api.launch_job(self.deployment.chain.shape.replace("-", "_"))
        runs: Runs = {"runIds": [run]}

        def ended() -> bool:
            try:
                return self._api.progress(runs)[0] == 1
            except httpx.HTTPError:
                return False  # too busy to answer: asked again

        self.until_chain_ended(ended, self._services)
        (found,) = self._api.runs(runs)
        if found["status"] != "SUCCESS":
            raise BackfillError(f"the chain's run is {found['status']}")
        return self._api.handed(run)

    def again(self, way: str, request: Request) -> None:
        """Launch a backfill, of everything or of what is stale, or re-execute what failed."""
        days, done = request.days, request.last_steps
        asked: list[Runs] = []
        match way:
            case "retries":
                asked = [self._request(days)]
            case "run-retries":
                (run,) = self._request(days)["runIds"]
                asked = [retries_of(run)]
            case "twice":
                asked = [self._request(days), self._request(days)]
                done += len(days)
            case "materialize":
                asked = [self._request(days, self._api.with_what_depends(request.steps))]
            case "materialize-stale":
                if request.changed == "readings":
                    self._all_done(self._request(days, ["raw_weather_data"]), days)
                if stale := self._api.stale(days):
                    asked = [self._request(days, self._api.with_what_depends(stale))]
            case "backfill-from-failure":
                asked = [self._reexecute_backfill()]
            case "run-from-failure" | "run-from-asset-failure":
                self._reexecute_runs(way.removeprefix("run-").upper().replace("-", "_"), request)
            case _:
                raise BenchError(f"Dagster has no way {way!r} to run days again")
        for runs in asked:
            self._all_done(runs, days, done)

    def deployed(self) -> None:
        """Start what has loaded the code anew, and let the webserver load it, as 'Reload' does in its interface."""
        for place, old in enumerate(self._code):
            stop(old.process)
            self._code[place] = self._services[place] = start(old.service, old.log)
        wait_until(lambda: is_listening(self._code_port), "the code server", self._services)
        wait_until_ready(self._services)
        self._api.reload()
        wait_until(self._api.is_ready, "Dagster with the new code", self._services)

    def shown(self) -> dict[str, int]:
        """Runs by status; partitions of assets, and asset checks, by theirs."""
        return self._api.shown()

    def record_done_at(self) -> datetime | None:
        """When the daemon wrote the backfill's end into its record; it looks every 30 seconds."""
        if self._backfill is None:
            return None
        deadline = time.monotonic() + _RECORD_S
        while time.monotonic() < deadline:
            if completed_at := self._api.completed_at(self._backfill):
                return completed_at
            time.sleep(1)
        return None

    def taken_up_at(self) -> datetime | None:
        """When the daemon made the backfill's first run."""
        return min(self._api.runs_made_at(self._backfill), default=None) if self._backfill else None

    def runs_made_at(self, days: Days) -> list[datetime]:  # noqa: ARG002 - the backfill knows its runs
        """When the daemon made each of them; [] where runs were launched at once."""
        return self._api.runs_made_at(self._backfill) if self._backfill else []

    def metadata(self) -> str | None:
        """The database of runs, event logs and schedules."""
        address = self.deployment.address
        return address.records if address else self.deployment.postgres.conninfo(configuration.DATABASE)

    def busy(self) -> int:
        """Runs that have not ended."""
        return self._api.busy()

    def versions(self) -> dict[str, str]:
        """The webserver's, of which the others are as well."""
        return {"dagster": self._api.version()}

    def welcome(self) -> str:
        """The address; the open-source webserver knows no users."""
        return f"Dagster is at {self.url}; its open-source webserver has no login. The job is weather_etl."

    def _workers(self, environment: Mapping[str, str]) -> list[Service]:
        """The Celery worker; what it includes it imports before it forks its processes."""
        celery = self.deployment.contender.celery
        if celery is None:
            return []
        # As `dagster-celery worker start` has them, which would stay beside it as one more process.
        how = ("--queues", "dagster", "--prefetch-multiplier", "1", "--loglevel", "info")
        preload = ("--include", celery.preload) if celery.preload else ()
        at_once = ("--concurrency", str(processes(self.deployment)))
        command = self.command("celery", "--app", "dagster_celery.app", "worker", *how, *at_once, *preload)
        return [worker(command, environment, "run workers")]

    def _launch(self, days: Days, assets: list[str] | None = None) -> Runs:
        """Launch a backfill of the days, of every partitioned asset or of those."""
        chosen = assets or self._api.partitioned()
        self.actions.append(f"launchPartitionBackfill, {_named(assets)}")
        self._backfill = self._api.launch_backfill(chosen, days)
        return runs_of(self._backfill)

    def _launch_runs(self, days: Days) -> Runs:
        """Launch a run of every partitioned asset for each of the days."""
        self.actions.append("launchMultipleRuns, every asset")
        return {"runIds": self._api.launch_runs(self._api.partitioned(), days)}

    def _request(self, days: Days, assets: list[str] | None = None) -> Runs:
        """Ask for the days as the user interface does: several with a backfill, one with a run.

        A run does not wait for the backfill daemon.
        """
        if len(days) > 1:
            return self._launch(days, assets)
        self.actions.append(f"launchPipelineExecution, {_named(assets)}")
        chosen = assets or self._api.partitioned()
        return {"runIds": [self._api.launch_run(chosen, days.start)]}

    def _reexecute_backfill(self) -> Runs:
        self.actions.append("reexecutePartitionBackfill, FROM_FAILURE")
        assert self._backfill
        return runs_of(self._api.reexecute_backfill(self._backfill, "FROM_FAILURE"))

    def _reexecute_runs(self, strategy: str, request: Request) -> None:
        """Re-execute each run of the backfill that failed; raises BackfillError where one fails again."""
        assert self._backfill
        runs = []
        for failed in self._api.failed(self._backfill):
            self.actions.append(f"launchRunReexecution, {strategy}")
            runs.append(self._api.reexecute_run(failed, strategy))
        if not runs:
            raise BackfillError("no run of the backfill has failed")
        self._until_ended({"runIds": runs}, len(runs), request.days, request.last_steps)
        check_ended(self._api.runs({"runIds": runs}), request.days)

    def _all_done(self, runs: Runs, days: Days, last_steps: int = 0) -> None:
        """Wait until a run of every day has ended; raises BackfillError where one failed, or a day has none."""
        runs_of = configuration.contender_of(self.deployment).runs_of
        named = len(runs.get("runIds", ()))
        count = named or (runs_of(len(days)) if runs_of else None)
        self._until_ended(runs, count, days, last_steps)
        check_ended(self._api.runs(runs), days)

    def _until_ended(self, runs: Runs, count: int | None, days: Days, last_steps: int = 0) -> None:
        """Wait until so many of the runs have ended; None: until the last step of each day is done, and no run goes on.

        Raises BackfillError where their backfill has given up.
        """

        def all_ended() -> bool:
            try:
                ended, record = self._api.progress(runs)
                if count is None:
                    done = self.has_last_steps(last_steps or len(days)) and self._api.busy() == 0
                else:
                    done = ended >= count
            except httpx.HTTPError:
                return False  # too busy to answer: asked again
            if done:
                return True
            if record.get("status") in ("FAILED", "CANCELED", "COMPLETED_FAILED"):
                raise BackfillError(f"backfill {record['status']}: {(record['error'] or {}).get('message', '')}")
            return False

        self.until_ended(all_ended, days, self._services, last_steps)


def _named(assets: list[str] | None) -> str:
    """The assets, as a user's actions name them."""
    return ", ".join(assets) if assets else "every asset"
