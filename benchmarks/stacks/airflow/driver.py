"""Airflow: api-server, scheduler, dag-processor, triggerer, a Celery worker for tasks; driven by REST API v2."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from time import monotonic, sleep
from typing import ClassVar

import httpx
from airflow_client.client.exceptions import ApiException
from airflow_client.client.models.reprocess_behavior import ReprocessBehavior

from benchmarks.deployment.environments import PROJECT
from benchmarks.deployment.services import Running, Service, running, wait_until
from benchmarks.errors import BackfillError, BenchError
from benchmarks.stacks.airflow.address_check import check
from benchmarks.stacks.airflow.api import CHAIN, DAG, Api
from benchmarks.stacks.airflow.environment import DATABASE, Installation
from benchmarks.stacks.celery import brokered, processes, wait_until_ready, worker
from benchmarks.stacks.stack import Deployment, Handed, Request, Stack
from shared_etl.days import Days

_ANSWER = httpx.Timeout(30, connect=5)
"""How long the first answers of an address are waited for: it may have other work."""
_POLL_S = 0.5
_RECORD_S = 45
"""How long a backfill's completed_at is waited for; the scheduler sets it in a turn of 30 seconds."""


class Airflow(Stack):
    """The services that Airflow's own production guide lists, as local processes on loopback ports."""

    # A scheduler that found nothing to do sleeps for a second, unless told otherwise; nothing else makes a run wait.
    settle_s: ClassVar[float] = 0.5

    def __init__(self, deployment: Deployment) -> None:
        super().__init__(deployment)
        self._backfill: int | None = None
        self._own = Installation()

    @property
    def _dag(self) -> str:
        return CHAIN if self.deployment.chain else DAG

    @property
    def url(self) -> str:
        """The address of the user interface and of the API."""
        address = self.deployment.address
        return address.url if address else self._own.url

    def environment(self) -> dict[str, str]:
        """What the installation needs to run at all, in one folder; the contender's own knobs win."""
        return self._own.variables(self.deployment, super().environment())

    def prepare(self) -> None:
        """Migrate the metadata database."""
        self.deployment.postgres.create_database(DATABASE)
        self.deployment.home.mkdir(parents=True, exist_ok=True)
        self.migrate(self.command("airflow", "db", "migrate"))

    @contextmanager
    def running(self) -> Iterator[list[Running]]:
        """Ready: every component is healthy, the DAG has been parsed and serialized, and a worker takes tasks."""
        if address := self.deployment.address:
            with httpx.Client(base_url=self.url, timeout=_ANSWER) as http:
                self._api = Api(http, self.url, theirs=True)
                check(self._api, address)
                self._services: list[Running] = []
                yield self._services
            return
        environment = self.environment()
        services = [
            Service("api-server", self.command("airflow", "api-server"), environment),
            Service("scheduler", self.command("airflow", "scheduler"), environment, workers="task runs"),
            Service("dag-processor", self.command("airflow", "dag-processor"), environment),
            # No backfill needs it, but the pipeline does, where files arrive.
            Service("triggerer", self.command("airflow", "triggerer"), environment),
            *self._workers(environment),
        ]
        with (
            brokered(self.deployment, self._own.broker) as broker,
            running(services, self.deployment.logs) as started,
            httpx.Client(base_url=self.url) as http,
        ):
            self._api = Api(http, self.url, theirs=False, dag=self._dag)
            wait_until(lambda: self._api.is_healthy("triggerer"), "a healthy Airflow", started)
            self._api.take_token(http.get("/auth/token", timeout=30))
            wait_until(self._api.is_loaded, f"the DAG {self._dag}", started)
            wait_until_ready(started)
            self._services = [*started, *broker]
            yield self._services

    def backfill(self, days: Days) -> None:
        """Create a backfill, or trigger the one run of a range, then count the DAG runs that have ended.

        The backfill's own completed_at is not waited for: it can come early (apache/airflow#68721), and comes late.
        """
        expected = 1 if self.deployment.contender.as_range else len(days)
        # Somebody else's Airflow may have run a day before; ours has not, and then the two are the same.
        done_before = ReprocessBehavior.COMPLETED if self.deployment.address else ReprocessBehavior.NONE
        self._request(days, done_before)

        def all_ended() -> bool:
            try:
                return self._api.count("success", "failed", of=days) >= expected
            except httpx.HTTPError:
                return False  # too busy to answer: asked again

        self.until_ended(all_ended, days, self._services)
        self._check(days)

    def chain(self) -> list[Handed]:
        """Trigger the chain's DAG, and wait for the run's end."""
        try:
            run = self._api.trigger_now()
        except ApiException as answer:
            raise BackfillError(f"not created: {answer.status} {answer.body}") from answer

        def ended() -> bool:
            try:
                return self._api.state(run) in ("success", "failed")
            except httpx.HTTPError:
                return False  # too busy to answer: asked again

        self.until_chain_ended(ended, self._services)
        if self._api.state(run) != "success":
            raise BackfillError("the chain's DAG run failed")
        return self._api.handed(run)

    def again(self, way: str, request: Request) -> None:
        """Clear tasks, create a backfill that takes up the runs that there are, or ask for new runs."""
        match way:
            case "clear-failed":
                self._clear(request, only_failed=True)
            case "clear":
                self._clear(request)
            case "reprocess-failed" | "reprocess-completed" | "reprocess-none":
                self._request(request.days, ReprocessBehavior(way.removeprefix("reprocess-")))
            case "retries" | "trigger":
                self._request(request.days)
            case "twice":
                self._request(request.days)
                try:
                    self._request(request.days)
                except BackfillError as refusal:
                    self.refused.append(str(refusal))
            case _:
                raise BenchError(f"Airflow has no way {way!r} to run days again")

        def idle() -> bool:
            try:
                return self.busy() == 0
            except httpx.HTTPError:
                return False  # too busy to answer: asked again

        self.until_ended(idle, request.days, self._services, request.last_steps)
        self._check(request.days)

    def deployed(self) -> None:
        """Nothing: the dag-processor looks for new code by itself, and a task reads its model when it runs."""

    def shown(self) -> dict[str, int]:
        """DAG runs and task instances by their states."""
        states = ("success", "failed", "upstream_failed", "skipped", "up_for_retry", "queued", "running")
        count = self._api.count
        counts = {
            **{f"DAG runs {state}": count(state) for state in ("success", "failed", "queued", "running")},
            **{f"tasks {state}": count(state, what="dagRuns/~/taskInstances") for state in states},
        }
        return {state: number for state, number in counts.items() if number}

    def busy(self) -> int:
        """DAG runs that are queued or running."""
        return self._api.count("queued", "running")

    def versions(self) -> dict[str, str]:
        """Airflow's own."""
        return {"apache-airflow": self._api.version()}

    def record_done_at(self) -> datetime | None:
        """The backfill's completed_at; None where it does not come in time, and for a range, which has no backfill."""
        if self._backfill is None:
            return None
        deadline = monotonic() + _RECORD_S
        while True:
            completed_at = self._api.completed_at(self._backfill)
            if completed_at or monotonic() > deadline:
                return completed_at
            sleep(_POLL_S)

    def runs_made_at(self, days: Days) -> list[datetime]:
        """When each DAG run of the days was made."""
        return self._api.runs_made_at(days)

    def metadata(self) -> str | None:
        """Airflow's own database."""
        address = self.deployment.address
        return address.records if address else self.deployment.postgres.conninfo(DATABASE)

    def welcome(self) -> str:
        """The address; everyone who reaches it is an administrator."""
        return f"Airflow is at {self.url}; no login is asked for on this loopback address. The DAG is {DAG}."

    def _workers(self, environment: Mapping[str, str]) -> list[Service]:
        """The Celery worker; local settings, which it alone gets, are Airflow's means to import what tasks need."""
        celery = self.deployment.contender.celery
        if celery is None:
            return []
        if celery.preload:
            environment = {**environment, "PYTHONPATH": f"{environment['PYTHONPATH']}:{PROJECT / celery.preload}"}
        command = self.command("airflow", "celery", "worker", "--concurrency", str(processes(self.deployment)))
        return [worker(command, environment, "task runs")]

    def _request(self, days: Days, behavior: ReprocessBehavior = ReprocessBehavior.NONE) -> None:
        """Create a backfill of the days, or trigger the run that takes them as a range.

        Raises BackfillError where Airflow refuses.
        """
        try:
            if self.deployment.contender.as_range:
                self.actions.append(f"POST /api/v2/dags/{DAG}/dagRuns")
                self._api.trigger(days)
            else:
                self.actions.append(f"POST /api/v2/backfills, reprocess_behavior {behavior.value}")
                self._backfill = self._api.create_backfill(days, behavior, self.deployment.concurrency)
        except ApiException as answer:
            raise BackfillError(f"not created: {answer.status} {answer.body}") from answer

    def _clear(self, request: Request, *, only_failed: bool = False) -> None:
        """Clear the tasks of the request, or those of them that failed, with all that depends on them."""
        tasks = self._api.tasks(request.steps)
        which = "only failed" if only_failed else ", ".join(request.steps) or "every task"
        try:
            calls = self._api.clear(request.days, tasks, only_failed=only_failed)
            self.actions += [f"POST /api/v2/dags/{DAG}/clearTaskInstances, {which}, downstream"] * calls
        except ApiException as answer:
            raise BackfillError(f"not cleared: {answer.status} {answer.body}") from answer

    def _check(self, days: Days) -> None:
        """Raise BackfillError where a DAG run of the days failed."""
        if failed := self._api.count("failed", of=days):
            raise BackfillError(f"{failed} of {self._api.count(of=days)} DAG runs failed")
