"""Airflow: api-server, scheduler with LocalExecutor, dag-processor; driven by REST API v2 with its official client."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as clock
from time import monotonic, sleep

import httpx
from airflow_client.client import ApiClient, Configuration
from airflow_client.client.api.backfill_api import BackfillApi
from airflow_client.client.api.dag_api import DAGApi
from airflow_client.client.api.dag_run_api import DagRunApi
from airflow_client.client.api.task_api import TaskApi
from airflow_client.client.api.task_instance_api import TaskInstanceApi
from airflow_client.client.exceptions import ApiException
from airflow_client.client.models.backfill_post_body import BackfillPostBody
from airflow_client.client.models.clear_task_instances_body import ClearTaskInstancesBody
from airflow_client.client.models.clear_task_instances_body_task_ids_inner import ClearTaskInstancesBodyTaskIdsInner
from airflow_client.client.models.reprocess_behavior import ReprocessBehavior
from airflow_client.client.models.trigger_dag_run_post_body import TriggerDAGRunPostBody

from benchmarks.deployment.addresses import Address
from benchmarks.deployment.environments import PROJECT
from benchmarks.deployment.postgres import PASSWORD, USER
from benchmarks.deployment.services import Running, Service, free_port, running, wait_until
from benchmarks.errors import BackfillError, BenchError
from benchmarks.stacks.stack import Deployment, Request, Stack
from shared_etl.days import Days

DAG = "weather_etl"
_DATABASE = "airflow"
_ANSWER_S = 5
"""How long the first answers of an address are waited for."""
_POLL_S = 0.5
_RECORD_S = 45
"""How long a backfill's completed_at is waited for; the scheduler sets it in a turn of 30 seconds."""


class Airflow(Stack):
    """The services that Airflow's own production guide lists, as local processes on loopback ports."""

    # A scheduler that found nothing to do sleeps for a second, unless told otherwise; nothing else makes a run wait.
    settle_s = 0.5

    def __init__(self, deployment: Deployment) -> None:
        super().__init__(deployment)
        self._backfill: int | None = None
        self._port = free_port()
        self._secrets = {
            "AIRFLOW__API__SECRET_KEY": secrets.token_hex(32),
            "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(64),
        }
        self._log_ports = {
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
            "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
        }

    @property
    def url(self) -> str:
        """The address of the user interface and of the API."""
        address = self.deployment.address
        return address.url if address else f"http://127.0.0.1:{self._port}"

    def environment(self) -> dict[str, str]:
        """What the installation needs to run at all, in one folder; the contender's own knobs win."""
        home, postgres = self.deployment.home, self.deployment.postgres
        shared = super().environment()
        # The connection is the one truth about the warehouse; the variables for bare must not compete with it.
        shared = {key: value for key, value in shared.items() if not key.startswith("WAREHOUSE_")}
        warehouse = {
            "conn_type": "postgres",
            "host": postgres.host,
            "port": 5432,
            "login": USER,
            "password": PASSWORD,
            "schema": "warehouse",
            "extra": {"application_name": self.deployment.contender.name},
        }
        return {
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": postgres.sqlalchemy_url(_DATABASE),
            "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / self._pipeline()),
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",  # loopback only
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self._port),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
            "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(home / "bundles"),
            "AIRFLOW__COSMOS__CACHE_DIR": str(home / "cosmos"),
            "AIRFLOW__COSMOS__ENABLE_TELEMETRY": "False",
            "AIRFLOW_CONN_WAREHOUSE": json.dumps(warehouse),
            "PYTHONPATH": str(PROJECT),
            **self._secrets,
            **self._log_ports,
            **shared,
        }

    def prepare(self) -> None:
        """Migrate the metadata database."""
        self.deployment.postgres.create_database(_DATABASE)
        self.deployment.home.mkdir(parents=True, exist_ok=True)
        self.migrate(self.command("airflow", "db", "migrate"))

    @contextmanager
    def running(self) -> Iterator[list[Running]]:
        """Ready: every component is healthy, and the DAG has been parsed and serialized."""
        if address := self.deployment.address:
            with httpx.Client(base_url=self.url, timeout=_ANSWER_S) as self._http:
                self._check_address(address)
                self._services: list[Running] = []
                yield self._services
            return
        environment = self.environment()
        services = [
            Service("api-server", self.command("airflow", "api-server"), environment),
            Service("scheduler", self.command("airflow", "scheduler"), environment, workers="task runs"),
            Service("dag-processor", self.command("airflow", "dag-processor"), environment),
        ]
        with running(services, self.deployment.logs) as started, httpx.Client(base_url=self.url) as self._http:
            wait_until(self._healthy, "a healthy Airflow", started)
            self._log_in(self._http.get("/auth/token", timeout=30))
            wait_until(self._loaded, f"the DAG {DAG}", started)
            self._services = started
            yield started

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
                return self._count("success", "failed", of=days) >= expected
            except httpx.HTTPError:
                return False  # too busy to answer: asked again

        self.until_ended(all_ended, days, self._services)
        self._check(days)

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
        counts = {
            **{f"DAG runs {state}": self._count(state) for state in ("success", "failed", "queued", "running")},
            **{f"tasks {state}": self._count(state, what="dagRuns/~/taskInstances") for state in states},
        }
        return {state: count for state, count in counts.items() if count}

    def busy(self) -> int:
        """DAG runs that are queued or running."""
        return self._count("queued", "running")

    def versions(self) -> dict[str, str]:
        """Airflow's own."""
        return {"apache-airflow": str(self._http.get("/api/v2/version").raise_for_status().json()["version"])}

    def record_done_at(self) -> datetime | None:
        """The backfill's completed_at; None where it does not come in time, and for a range, which has no backfill."""
        if self._backfill is None:
            return None
        deadline = monotonic() + _RECORD_S
        while True:
            completed_at = BackfillApi(self._client).get_backfill(self._backfill).completed_at
            if completed_at or monotonic() > deadline:
                return completed_at
            sleep(_POLL_S)

    def metadata(self) -> str | None:
        """Airflow's own database."""
        address = self.deployment.address
        return address.records if address else self.deployment.postgres.conninfo(_DATABASE)

    def welcome(self) -> str:
        """The address; everyone who reaches it is an administrator."""
        return f"Airflow is at {self.url}; no login is asked for on this loopback address. The DAG is {DAG}."

    def _pipeline(self) -> str:
        """The folder of DAGs, from the project's."""
        return (
            "benchmarks/stacks/airflow/no_op"
            if self.deployment.work == "nothing"
            else self.deployment.contender.pipeline
        )

    def _request(self, days: Days, behavior: ReprocessBehavior = ReprocessBehavior.NONE) -> None:
        """Create a backfill of the days, or trigger the run that takes them as a range.

        Raises BackfillError where Airflow refuses.
        """
        try:
            if self.deployment.contender.as_range:
                self.actions.append(f"POST /api/v2/dags/{DAG}/dagRuns")
                self._trigger(days)
            else:
                self.actions.append(f"POST /api/v2/backfills, reprocess_behavior {behavior.value}")
                self._backfill = self._create_backfill(days, behavior)
        except ApiException as answer:
            raise BackfillError(f"not created: {answer.status} {answer.body}") from answer

    def _clear(self, request: Request, *, only_failed: bool = False) -> None:
        """Clear the tasks of the request, or those of them that failed, with all that depends on them."""
        body = ClearTaskInstancesBody(
            dry_run=False,
            only_failed=only_failed,
            start_date=_midnight(request.days.start),
            end_date=_midnight(request.days.end),
            task_ids=[ClearTaskInstancesBodyTaskIdsInner(task) for task in self._tasks(request.steps)] or None,
            include_downstream=True,
        )
        which = "only failed" if only_failed else ", ".join(request.steps) or "every task"
        self.actions.append(f"POST /api/v2/dags/{DAG}/clearTaskInstances, {which}, downstream")
        try:
            TaskInstanceApi(self._client).post_clear_task_instances(DAG, body)
        except ApiException as answer:
            raise BackfillError(f"not cleared: {answer.status} {answer.body}") from answer

    def _tasks(self, steps: tuple[str, ...]) -> list[str]:
        """The tasks that run the steps; a step in a task group has its own part of the name."""
        if not steps:
            return []
        tasks = TaskApi(self._client).get_tasks(DAG).tasks
        names = [task.task_id for task in tasks if task.task_id]
        return [name for name in names if set(steps) & set(name.split(".")) and not name.endswith(".test")]

    def _check(self, days: Days) -> None:
        """Raise BackfillError where a DAG run of the days failed."""
        if failed := self._count("failed", of=days):
            raise BackfillError(f"{failed} of {self._count(of=days)} DAG runs failed")

    def _create_backfill(self, days: Days, behavior: ReprocessBehavior) -> int:
        body = BackfillPostBody(
            dag_id=DAG,
            from_date=_midnight(days.start),
            to_date=_midnight(days.end),
            # In place of the DAG's own limit, which holds for its other runs.
            max_active_runs=self.deployment.concurrency,
            reprocess_behavior=behavior,
        )
        return BackfillApi(self._client).create_backfill(body).id

    def _trigger(self, days: Days) -> None:
        conf = {"start": str(days.start), "end": str(days.end)}
        body = TriggerDAGRunPostBody(logical_date=_midnight(days.start), conf=conf)
        DagRunApi(self._client).trigger_dag_run(DAG, body)

    def _count(self, *states: str, of: Days | None = None, what: str = "dagRuns") -> int:
        """How many DAG runs, or what else, are in one of the states, or exist: of the days, or of all.

        Somebody else's Airflow may have runs of other kinds, by hand or by an arrival, within these days: of days they
        are the backfill's alone, which are also those that it took over. A count with no run in it costs either side
        least.
        """
        parameters: dict[str, str | int | tuple[str, ...]] = {"state": states, "limit": 0}
        if of:
            parameters |= {
                "logical_date_gte": _midnight(of.start).isoformat(),
                "logical_date_lte": _midnight(of.end).isoformat(),
                **({"run_type": "backfill"} if self.deployment.address else {}),
            }
        answer = self._http.get(f"/api/v2/dags/{DAG}/{what}", params=parameters, timeout=30)
        return int(answer.raise_for_status().json()["total_entries"])

    def _log_in(self, answer: httpx.Response) -> None:
        """Take the token that Airflow has answered with."""
        token = answer.raise_for_status().json()["access_token"]
        self._http.headers["Authorization"] = f"Bearer {token}"
        self._client = ApiClient(Configuration(host=self.url, access_token=token))

    def _check_address(self, address: Address) -> None:
        """Raise BenchError, with what to do, where no Airflow is there that lets us in and has the DAG."""
        try:
            version = self._http.get("/api/v2/version")
            if version.status_code == httpx.codes.NOT_FOUND and self._http.get("/api/v1/version").is_success:
                raise BenchError(f"{address.about}: an Airflow before 3, with no REST API v2; update it")
            version.raise_for_status().json()["version"]
            login = self._http.post("/auth/token", json={"username": address.user, "password": address.password})
            if login.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED):
                raise BenchError(f"{address.about}: user {address.user!r} is refused; look at {address.login_from}")
            self._log_in(login)
            if not self._loaded():
                raise BenchError(f"{address.about}: there is no DAG {DAG}; deploy airflow_dags, and unpause it")
            if DAGApi(self._client).get_dag_details(DAG).is_paused:
                raise BenchError(f"{address.about}: the DAG {DAG} is paused; unpause it")
            if not self._healthy():
                raise BenchError(
                    f"{address.about}: its scheduler or dag-processor is not healthy; see /api/v2/monitor/health"
                )
        except ApiException as refusal:
            who = f"user {address.user!r} may not read the DAG {DAG}"
            raise BenchError(f"{address.about}: {who} ({refusal.status} {refusal.reason})") from refusal
        except (httpx.HTTPError, ValueError, LookupError) as problem:
            raise BenchError(f"{address.about}: no Airflow answers there ({problem})") from problem

    def _healthy(self) -> bool:
        try:
            health = self._http.get("/api/v2/monitor/health").raise_for_status().json()
        except httpx.HTTPError:
            return False
        needed = ["metadatabase", "scheduler", "dag_processor"]
        return all(health[part]["status"] == "healthy" for part in needed)

    def _loaded(self) -> bool:
        try:
            return not DAGApi(self._client).get_dag_details(DAG).is_stale
        except ApiException as answer:
            if answer.status == httpx.codes.NOT_FOUND:
                return False
            raise


def _midnight(day: date) -> datetime:
    return datetime.combine(day, clock(), UTC)
