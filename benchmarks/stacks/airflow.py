"""Airflow: api-server, scheduler with LocalExecutor, dag-processor; driven by REST API v2 with its official client."""

import json
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

import httpx
import urllib3
from airflow_client.client import ApiClient, Configuration
from airflow_client.client.api.backfill_api import BackfillApi
from airflow_client.client.api.dag_api import DAGApi
from airflow_client.client.api.dag_run_api import DagRunApi
from airflow_client.client.exceptions import ApiException, ServiceException
from airflow_client.client.models.backfill_post_body import BackfillPostBody
from airflow_client.client.models.dag_run_response import DAGRunResponse
from airflow_client.client.models.dag_run_state import DagRunState
from airflow_client.client.models.reprocess_behavior import ReprocessBehavior

from benchmarks.environments import PROJECT
from benchmarks.errors import BackfillError, BenchError
from benchmarks.postgres import PASSWORD, USER
from benchmarks.services import Running, Service, free_port, log_end, running, wait_until
from benchmarks.stacks.stack import Deployment, Stack, backfill_timeout_s
from shared_etl.days import Days

DAG = "weather_etl"
_DATABASE = "airflow"
_POLL_S = 0.5
_PAGE = 100


class Airflow(Stack):
    """The services that Airflow's own production guide lists, as local processes on loopback ports."""

    def __init__(self, deployment: Deployment) -> None:
        super().__init__(deployment)
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
        return f"http://127.0.0.1:{self._port}"

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
            "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "airflow_dags"),
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
        log = self.deployment.logs / "airflow-db-migrate.log"
        with log.open("wb") as output:
            done = subprocess.run(
                self.command("airflow", "db", "migrate"),
                env=self.environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            raise BenchError(f"airflow db migrate failed; {log_end(log)}")

    @contextmanager
    def running(self) -> Iterator[list[Running]]:
        """Ready: every component is healthy, and the DAG has been parsed and serialized."""
        environment = self.environment()
        services = [
            Service("api-server", self.command("airflow", "api-server"), environment),
            Service("scheduler", self.command("airflow", "scheduler"), environment, workers="task runs"),
            Service("dag-processor", self.command("airflow", "dag-processor"), environment),
        ]
        with running(services, self.deployment.logs) as started:
            wait_until(self._healthy, "a healthy Airflow", started)
            self._client = self._authorized_client()
            wait_until(self._loaded, f"the DAG {DAG}", started)
            self._services = started
            yield started

    def backfill(self, days: Days) -> None:
        """Create one backfill, then look at its DAG runs until every one has ended.

        The backfill's own completed_at is not asked: it can come early (apache/airflow#68721).
        """
        body = BackfillPostBody(
            dag_id=DAG,
            from_date=_midnight(days.start),
            to_date=_midnight(days.end),
            max_active_runs=self.deployment.contender.max_active_runs,
            reprocess_behavior=ReprocessBehavior.NONE,
        )
        try:
            BackfillApi(self._client).create_backfill(body)
        except ApiException as answer:
            raise BackfillError(f"not created: {answer.status} {answer.body}") from answer
        ended: list[DagRunState] = []

        def all_ended() -> bool:
            try:
                states = [run.state for run in self._dag_runs(days)]
            except (ServiceException, urllib3.exceptions.HTTPError):
                return False  # too busy to answer: asked again
            ended[:] = [state for state in states if state in (DagRunState.SUCCESS, DagRunState.FAILED)]
            return len(ended) == len(days)

        wait_until(all_ended, "the backfill's end", self._services, backfill_timeout_s(days), _POLL_S)
        failed = sum(state == DagRunState.FAILED for state in ended)
        if failed:
            raise BackfillError(f"{failed} of {len(days)} DAG runs failed")

    def welcome(self) -> str:
        """The address; everyone who reaches it is an administrator."""
        return f"Airflow is at {self.url}; no login is asked for on this loopback address. The DAG is {DAG}."

    def _dag_runs(self, days: Days) -> list[DAGRunResponse]:
        runs: list[DAGRunResponse] = []
        while True:
            page = DagRunApi(self._client).get_dag_runs(
                DAG,
                run_type=["backfill"],
                logical_date_gte=_midnight(days.start),
                logical_date_lt=_midnight(days.end + timedelta(days=1)),
                limit=_PAGE,
                offset=len(runs),
            )
            runs += page.dag_runs
            if not page.dag_runs or len(runs) >= (page.total_entries or 0):
                return runs

    def _healthy(self) -> bool:
        try:
            health = httpx.get(f"{self.url}/api/v2/monitor/health", timeout=5).raise_for_status().json()
        except httpx.HTTPError:
            return False
        return all(health[part]["status"] == "healthy" for part in ("metadatabase", "scheduler", "dag_processor"))

    def _loaded(self) -> bool:
        try:
            return not DAGApi(self._client).get_dag_details(DAG).is_stale
        except ApiException as answer:
            if answer.status == httpx.codes.NOT_FOUND:
                return False
            raise

    def _authorized_client(self) -> ApiClient:
        token = httpx.get(f"{self.url}/auth/token", timeout=30).raise_for_status().json()["access_token"]
        return ApiClient(Configuration(host=self.url, access_token=token))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, clock(), UTC)
