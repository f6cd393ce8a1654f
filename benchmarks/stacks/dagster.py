"""Dagster: code server, daemon and webserver; driven by the webserver's GraphQL."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

import httpx
import yaml

from benchmarks.environments import PROJECT
from benchmarks.errors import BackfillError, BenchError
from benchmarks.services import Running, Service, free_port, is_listening, running, wait_until
from benchmarks.stacks.stack import Deployment, Stack
from shared_etl.days import Days

_DATABASE = "dagster"
_LOCATION = "weather"
_NO_OP = PROJECT / "benchmarks" / "no-op" / "dagster" / "no_op.py"
_RECORD_S = 40

_READY = """
query {
  instance { daemonHealth { allDaemonStatuses { required healthy } } }
  workspaceOrError {
    ... on Workspace {
      locationEntries { loadStatus locationOrLoadError { __typename ... on PythonError { message } } }
    }
  }
}
"""
_ASSETS = "query { assetNodes { assetKey { path } isPartitioned isExecutable } }"
_LAUNCH = """
mutation Backfill($params: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $params) {
    __typename
    ... on LaunchBackfillSuccess { backfillId }
    ... on PythonError { message }
    ... on UnauthorizedError { message }
  }
}
"""
# A count, not the runs: each answer is work for the webserver and PostgreSQL, which are measured.
_PROGRESS = """
query Progress($ended: RunsFilter!, $backfill: String!) {
  runsOrError(filter: $ended) { ... on Runs { count } }
  partitionBackfillOrError(backfillId: $backfill) {
    ... on PartitionBackfill { status error { message } }
  }
}
"""
_RUNS = """
query Runs($runs: RunsFilter!) {
  runsOrError(filter: $runs) { ... on Runs { results { status tags { key value } } } }
}
"""
_RECORD = """
query Record($backfill: String!) {
  partitionBackfillOrError(backfillId: $backfill) { ... on PartitionBackfill { endTimestamp } }
}
"""
_RUN_ENDED = ["SUCCESS", "FAILURE", "CANCELED"]


class Dagster(Stack):
    """The long-running services of Dagster's open-source deployment, as local processes on loopback ports.

    Its backfill daemon looks for work when it starts and every 30 seconds from then on; no setting changes that. It has
    done so 1 to 2 seconds before the services are seen to be healthy: a request 14 seconds later waits the half of a
    turn, as long as an average one does.
    """

    settle_s: ClassVar[float] = 14

    def __init__(self, deployment: Deployment) -> None:
        super().__init__(deployment)
        self._port, self._code_port = free_port(), free_port()

    @property
    def url(self) -> str:
        """The address of the user interface and of GraphQL."""
        return f"http://127.0.0.1:{self._port}"

    def environment(self) -> dict[str, str]:
        """What the installation needs to run at all, in one folder; the contender's own knobs win."""
        home = self.deployment.home
        return {
            "DAGSTER_HOME": str(home),
            "DBT_TARGET_PATH": str(home / "dbt"),  # dagster-dbt makes a folder of its own in it for each invocation
            "DBT_LOG_PATH": str(home / "dbt"),
            **super().environment(),
        }

    def prepare(self) -> None:
        """An empty database: the services make its tables when they start."""
        self.deployment.postgres.create_database(_DATABASE)

    @contextmanager
    def running(self) -> Iterator[list[Running]]:
        """Ready: every daemon has a healthy heartbeat, and the code location is loaded."""
        self._configure()
        environment = self.environment()
        host = ("--host", "127.0.0.1", "--port")
        workspace = ("-w", str(self.deployment.home / "workspace.yaml"))
        if self.deployment.work == "nothing":
            definitions = ("-f", str(_NO_OP), "-d", str(PROJECT))
        else:
            definitions = ("-m", self.deployment.contender.pipeline, "-d", str(PROJECT))
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
        with running([code], self.deployment.logs) as first:
            wait_until(lambda: is_listening(self._code_port), "the code server", first)
            with running(others, self.deployment.logs) as rest, httpx.Client(timeout=60) as self._client:
                wait_until(self._ready, "a healthy Dagster with its code location", [*first, *rest])
                self._services = [*first, *rest]
                yield self._services

    def backfill(self, days: Days) -> None:
        """Launch one backfill of every partitioned asset, then count its runs until all have ended.

        The backfill's own status is asked for failures alone: its daemon looks up only every 30 seconds.
        """
        keys = [node["assetKey"] for node in self._ask(_ASSETS)["assetNodes"] if node["isPartitioned"]]
        params = {
            "assetSelection": [{"path": key["path"]} for key in keys],
            "partitionNames": [str(day) for day in days],
            "title": f"weather {days}",
            "runConfigData": json.dumps(self.deployment.contender.run_config),
        }
        launched = self._ask(_LAUNCH, params=params)["launchPartitionBackfill"]
        if launched["__typename"] != "LaunchBackfillSuccess":
            raise BackfillError(f"not launched: {launched.get('message', launched['__typename'])}")
        self._backfill = launched["backfillId"]
        runs = {"tags": [{"key": "dagster/backfill", "value": self._backfill}]}
        ended = {**runs, "statuses": _RUN_ENDED}
        expected = 1 if self.deployment.contender.as_range else len(days)

        def all_ended() -> bool:
            try:
                progress = self._ask(_PROGRESS, ended=ended, backfill=self._backfill)
            except httpx.HTTPError:
                return False  # too busy to answer: asked again
            if progress["runsOrError"]["count"] >= expected:
                return True
            record = progress["partitionBackfillOrError"]
            if record.get("status") in ("FAILED", "CANCELED", "COMPLETED_FAILED"):
                raise BackfillError(f"backfill {record['status']}: {(record['error'] or {}).get('message', '')}")
            return False

        self.until_ended(all_ended, days, self._services)
        _check(self._ask(_RUNS, runs=runs)["runsOrError"]["results"], days)

    def record_done_at(self) -> datetime | None:
        """When the daemon wrote the backfill's end into its record; it looks every 30 seconds."""
        deadline = time.monotonic() + _RECORD_S
        while time.monotonic() < deadline:
            ended = self._ask(_RECORD, backfill=self._backfill)["partitionBackfillOrError"]["endTimestamp"]
            if ended is not None:
                return datetime.fromtimestamp(ended, UTC)
            time.sleep(1)
        return None

    def metadata(self) -> str:
        """The database of runs, event logs and schedules."""
        return _DATABASE

    def welcome(self) -> str:
        """The address; the open-source webserver knows no users."""
        return f"Dagster is at {self.url}; its open-source webserver has no login. The job is weather_etl."

    def _configure(self) -> None:
        home = self.deployment.home
        home.mkdir(parents=True, exist_ok=True)
        instance: Mapping[str, object] = {
            "storage": {"postgres": {"postgres_url": self.deployment.postgres.sqlalchemy_url(_DATABASE)}},
            "run_queue": {"max_concurrent_runs": self.deployment.concurrency},
            "telemetry": {"enabled": False},
            "nux": {"enabled": False},
        }
        instance = _merged(instance, self.deployment.contender.instance)
        server = {"grpc_server": {"host": "127.0.0.1", "port": self._code_port, "location_name": _LOCATION}}
        (home / "dagster.yaml").write_text(yaml.safe_dump(instance, sort_keys=False))
        (home / "workspace.yaml").write_text(yaml.safe_dump({"load_from": [server]}))

    def _ready(self) -> bool:
        try:
            answer = self._ask(_READY)
        except httpx.HTTPError:
            return False
        locations = answer["workspaceOrError"].get("locationEntries", [])
        for location in locations:
            if (location["locationOrLoadError"] or {}).get("__typename") == "PythonError":
                raise BenchError(f"Dagster could not load the pipeline: {location['locationOrLoadError']['message']}")
        daemons = [daemon for daemon in answer["instance"]["daemonHealth"]["allDaemonStatuses"] if daemon["required"]]
        return (
            bool(locations and daemons)
            and all(location["loadStatus"] == "LOADED" for location in locations)
            and all(daemon["healthy"] for daemon in daemons)
        )

    def _ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The data of GraphQL's answer; raises httpx.HTTPError, or BenchError where GraphQL itself objects."""
        reply = self._client.post(f"{self.url}/graphql", json={"query": query, "variables": variables})
        answer: dict[str, Any] = reply.raise_for_status().json()
        if answer.get("errors"):
            raise BenchError(f"GraphQL: {answer['errors'][0]['message']}")
        return answer["data"]  # type: ignore[no-any-return]


def _check(runs: list[dict[str, Any]], days: Days) -> None:
    """Raise BackfillError where a run failed, or the runs are not for all of the days."""
    failed = sum(run["status"] != "SUCCESS" for run in runs)
    if failed:
        raise BackfillError(f"{failed} of {len(runs)} runs failed")
    missing = {str(day) for day in days} - _partitions(runs)
    if missing:
        raise BackfillError(f"no run for {', '.join(sorted(missing))}")


def _partitions(runs: list[dict[str, Any]]) -> set[str]:
    """The partitions that the runs are for, one each or a range each."""
    found: set[str] = set()
    for run in runs:
        tags = {tag["key"]: tag["value"] for tag in run["tags"]}
        if "dagster/partition" in tags:
            found.add(tags["dagster/partition"])
        else:
            span = Days.parse(tags["dagster/asset_partition_range_start"], tags["dagster/asset_partition_range_end"])
            found |= {str(day) for day in span}
    return found


def _merged(base: Mapping[str, object], more: Mapping[str, object]) -> dict[str, object]:
    """Both, the second's values first, sections merged in depth."""
    merged = dict(base)
    for key, value in more.items():
        own = merged.get(key)
        merged[key] = _merged(own, value) if isinstance(own, Mapping) and isinstance(value, Mapping) else value
    return merged
