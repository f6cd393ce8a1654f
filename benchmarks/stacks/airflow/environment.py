"""The variables of Airflow's services: what the installation needs to run at all, in one folder."""

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

from benchmarks.deployment.broker import Broker
from benchmarks.deployment.environments import PROJECT
from benchmarks.deployment.postgres import PASSWORD, USER
from benchmarks.deployment.services import free_port
from benchmarks.stacks.stack import Deployment

DATABASE = "airflow"
"""The database of its own records."""


def _secrets() -> dict[str, str]:
    return {
        "AIRFLOW__API__SECRET_KEY": secrets.token_hex(32),
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(64),
        # Without one, services that start at the same time can end up with different keys: one reads airflow.cfg before
        # another has written it.
        "AIRFLOW__CORE__FERNET_KEY": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }


def _log_ports() -> dict[str, str]:
    return {
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
    }


@dataclass(frozen=True)
class Installation:
    """One installation's own ports and secrets, which its services share."""

    port: int = field(default_factory=free_port)
    secrets: dict[str, str] = field(default_factory=_secrets, repr=False)
    log_ports: dict[str, str] = field(default_factory=_log_ports)
    broker: Broker = field(default_factory=Broker)

    @property
    def url(self) -> str:
        """The address of its user interface and of its API."""
        return f"http://127.0.0.1:{self.port}"

    def variables(self, deployment: Deployment, shared: dict[str, str]) -> dict[str, str]:
        """Those of every service; shared: what every stack has, the contender's own knobs among them, which win."""
        home, postgres = deployment.home, deployment.postgres
        # The connection is the one truth about the warehouse; the variables for bare must not compete with it.
        shared = {key: value for key, value in shared.items() if not key.startswith("WAREHOUSE_")}
        warehouse = {
            "conn_type": "postgres",
            "host": postgres.host,
            "port": 5432,
            "login": USER,
            "password": PASSWORD,
            "schema": "warehouse",
            "extra": {"application_name": deployment.contender.name},
        }
        return {
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": postgres.sqlalchemy_url(DATABASE),
            "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / _pipeline(deployment)),
            **self._executor(deployment),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",  # loopback only
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
            "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(home / "bundles"),
            "AIRFLOW__COSMOS__CACHE_DIR": str(home / "cosmos"),
            "AIRFLOW__COSMOS__ENABLE_TELEMETRY": "False",
            "AIRFLOW_CONN_WAREHOUSE": json.dumps(warehouse),
            "PYTHONPATH": str(PROJECT),
            **self.secrets,
            **self.log_ports,
            **shared,
            **({"AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "True"} if deployment.schedules else {}),
        }

    def _executor(self, deployment: Deployment) -> dict[str, str]:
        if deployment.contender.celery is None:
            return {"AIRFLOW__CORE__EXECUTOR": "LocalExecutor"}
        # Results are in Airflow's own database, where nothing is said.
        return {"AIRFLOW__CORE__EXECUTOR": "CeleryExecutor", "AIRFLOW__CELERY__BROKER_URL": self.broker.url}


def _pipeline(deployment: Deployment) -> str:
    """The folder of DAGs, from the project's."""
    return "benchmarks/stacks/airflow/chain" if deployment.chain else deployment.contender.pipeline
