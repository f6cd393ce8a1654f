"""Dagster: code server, daemon and webserver; driven by the webserver's GraphQL."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

import httpx
import yaml

from benchmarks.deployment.addresses import Address
from benchmarks.deployment.environments import PROJECT
from benchmarks.deployment.services import Running, Service, free_port, is_listening, running, start, stop, wait_until
from benchmarks.errors import BackfillError, BenchError
from benchmarks.stacks.dagster import graphql
from benchmarks.stacks.dagster.runs import Runs, accepted, backfill_of, check_ended, retries_of, runs_of
from benchmarks.stacks.stack import Deployment, Request, Stack
from records.names import PIPELINE
from shared_etl.days import Days

_DATABASE = "dagster"
_LOCATION = "weather"
_NO_OP = PROJECT / "benchmarks" / "stacks" / "dagster" / "no_op" / "no_op.py"
_ANSWER_S = 5
"""How long the first answers of an address are waited for."""
_BUSY_S = 60
"""How long an answer is waited for while runs go on."""
_OLDEST = (1, 9)
_RECORD_S = 40
_RUN_ENDED = ["SUCCESS", "FAILURE", "CANCELED"]
_RUN_GOES_ON = ["QUEUED", "NOT_STARTED", "STARTING", "STARTED", "CANCELING"]


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
        self._port, self._code_port = free_port(), free_port()

    @property
    def url(self) -> str:
        """The address of the user interface and of GraphQL."""
        address = self.deployment.address
        return address.url if address else f"http://127.0.0.1:{self._port}"

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
        """Make the tables of runs, event logs and schedules: services that find none would make them as they start."""
        self.deployment.postgres.create_database(_DATABASE)
        self._configure()
        self.migrate(self.command("dagster", "instance", "migrate"))

    @contextmanager
    def running(self) -> Iterator[list[Running]]:
        """Ready: every daemon has a healthy heartbeat, and the code location is loaded."""
        if address := self.deployment.address:
            # A proxy before the webserver may ask for a login; the webserver itself never does.
            login = (address.user, address.password) if address.user else None
            with httpx.Client(timeout=_ANSWER_S, auth=login) as self._client:
                self._check_address(address)
                self._client.timeout = httpx.Timeout(_BUSY_S)
                self._services: list[Running] = []
                yield self._services
            return
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
            with running(others, self.deployment.logs) as rest, httpx.Client(timeout=_BUSY_S) as self._client:
                wait_until(self._ready, "a healthy Dagster with its code location", [*first, *rest])
                self._code, self._services = first, [*first, *rest]
                yield self._services

    def backfill(self, days: Days) -> None:
        """Launch one backfill of every partitioned asset, then count its runs until all have ended.

        The backfill's own status is asked for failures alone: its daemon looks up only every 30 seconds.
        """
        self._all_done(self._launch(days), days)

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
                asked = [self._request(days, self._with_what_depends(request.steps))]
            case "materialize-stale":
                if request.changed == "readings":
                    self._all_done(self._request(days, ["raw_weather_data"]), days)
                if stale := self._stale(days):
                    asked = [self._request(days, self._with_what_depends(stale))]
            case "backfill-from-failure":
                asked = [self._reexecute_backfill()]
            case "run-from-failure" | "run-from-asset-failure":
                self._reexecute_runs(way.removeprefix("run-").upper().replace("-", "_"), request)
            case _:
                raise BenchError(f"Dagster has no way {way!r} to run days again")
        for runs in asked:
            self._all_done(runs, days, done)

    def deployed(self) -> None:
        """Start the code server anew, and let the webserver load what it has, as 'Reload' does in its interface."""
        old = self._services[0]
        stop(old.process)
        self._code[0] = self._services[0] = start(old.service, old.log)
        wait_until(lambda: is_listening(self._code_port), "the code server", self._services)
        self._ask(graphql.RELOAD, location=_LOCATION)
        wait_until(self._ready, "Dagster with the new code", self._services)

    def shown(self) -> dict[str, int]:
        """Runs by status; partitions of assets, and asset checks, by theirs."""
        answer = self._ask(graphql.SHOWN)
        counts = Counter(f"runs {run['status']}" for run in answer["runsOrError"]["results"])
        for node in answer["assetNodes"]:
            stats = node["partitionStats"] or {"numMaterialized": 0, "numFailed": 0}
            counts["asset partitions materialized"] += stats["numMaterialized"]
            counts["asset partitions failed"] += stats["numFailed"]
            for check in node["assetChecksOrError"].get("checks", []):
                counts[
                    f"asset checks {(check['executionForLatestMaterialization'] or {}).get('status', 'missing')}"
                ] += 1
        return {state: count for state, count in sorted(counts.items()) if count}

    def record_done_at(self) -> datetime | None:
        """When the daemon wrote the backfill's end into its record; it looks every 30 seconds."""
        deadline = time.monotonic() + _RECORD_S
        while time.monotonic() < deadline:
            ended = self._ask(graphql.RECORD, backfill=self._backfill)["partitionBackfillOrError"]["endTimestamp"]
            if ended is not None:
                return datetime.fromtimestamp(ended, UTC)
            time.sleep(1)
        return None

    def metadata(self) -> str | None:
        """The database of runs, event logs and schedules."""
        address = self.deployment.address
        return address.records if address else self.deployment.postgres.conninfo(_DATABASE)

    def busy(self) -> int:
        """Runs that have not ended."""
        return int(self._ask(graphql.COUNT, runs={"statuses": _RUN_GOES_ON})["runsOrError"]["count"])

    def versions(self) -> dict[str, str]:
        """The webserver's, of which the others are as well."""
        return {"dagster": str(self._ask(graphql.VERSION)["version"])}

    def welcome(self) -> str:
        """The address; the open-source webserver knows no users."""
        return f"Dagster is at {self.url}; its open-source webserver has no login. The job is weather_etl."

    def _launch(self, days: Days, assets: list[str] | None = None) -> Runs:
        """Launch a backfill of the days, of every partitioned asset or of those."""
        params = {
            "assetSelection": [{"path": [asset]} for asset in assets or self._partitioned()],
            "partitionNames": [str(day) for day in days],
            "title": f"weather {days}",
            "runConfigData": json.dumps(self.deployment.contender.run_config),
        }
        self.actions.append(f"launchPartitionBackfill, {', '.join(assets) if assets else 'every asset'}")
        answer = self._ask(graphql.LAUNCH, params=params)["launchPartitionBackfill"]
        self._backfill = str(accepted(answer)["backfillId"])
        return runs_of(self._backfill)

    def _request(self, days: Days, assets: list[str] | None = None) -> Runs:
        """Ask for the days as the user interface does: several with a backfill, one with a run.

        A run does not wait for the backfill daemon.
        """
        if len(days) > 1:
            return self._launch(days, assets)
        self.actions.append(f"launchPipelineExecution, {', '.join(assets) if assets else 'every asset'}")
        params = {
            "selector": {
                "repositoryLocationName": _LOCATION,
                "repositoryName": "__repository__",
                "jobName": "__ASSET_JOB",
                "assetSelection": [{"path": [asset]} for asset in assets or self._partitioned()],
            },
            "runConfigData": json.dumps(self.deployment.contender.run_config),
            "executionMetadata": {"tags": [{"key": "dagster/partition", "value": str(days.start)}]},
        }
        answer = self._ask(graphql.LAUNCH_RUN, params=params)["launchPipelineExecution"]
        return {"runIds": [accepted(answer)["run"]["runId"]]}

    def _reexecute_backfill(self) -> Runs:
        self.actions.append("reexecutePartitionBackfill, FROM_FAILURE")
        params = {"parentRunId": self._backfill, "strategy": "FROM_FAILURE"}
        answer = self._ask(graphql.REEXECUTE_BACKFILL, params=params)["reexecutePartitionBackfill"]
        return runs_of(accepted(answer)["backfillId"])

    def _reexecute_runs(self, strategy: str, request: Request) -> None:
        """Re-execute each run of the backfill that failed; raises BackfillError where one fails again."""
        failed = self._ask(graphql.FAILED_RUNS, runs={**runs_of(self._backfill), "statuses": ["FAILURE"]})
        runs = []
        for run in failed["runsOrError"]["results"]:
            self.actions.append(f"launchRunReexecution, {strategy}")
            params = {"parentRunId": run["runId"], "strategy": strategy}
            answer = self._ask(graphql.REEXECUTE_RUN, params=params)["launchRunReexecution"]
            runs.append(accepted(answer)["run"]["runId"])
        if not runs:
            raise BackfillError("no run of the backfill has failed")
        self._until_ended({"runIds": runs}, len(runs), request.days, request.last_steps)
        check_ended(self._ask(graphql.RUNS, runs={"runIds": runs})["runsOrError"]["results"], request.days)

    def _all_done(self, runs: Runs, days: Days, last_steps: int = 0) -> None:
        """Wait until a run of every day has ended; raises BackfillError where one failed, or a day has none."""
        self._until_ended(runs, self._runs_for(days), days, last_steps)
        check_ended(self._ask(graphql.RUNS, runs=runs)["runsOrError"]["results"], days)

    def _until_ended(self, runs: Runs, count: int, days: Days, last_steps: int = 0) -> None:
        """Wait until so many of the runs have ended; raises BackfillError where their backfill has given up."""
        ended = {**runs, "statuses": _RUN_ENDED}
        backfill = backfill_of(runs)

        def all_ended() -> bool:
            try:
                progress = self._ask(graphql.PROGRESS, ended=ended, backfill=backfill)
            except httpx.HTTPError:
                return False  # too busy to answer: asked again
            if progress["runsOrError"]["count"] >= count:
                return True
            record = progress["partitionBackfillOrError"]
            if record.get("status") in ("FAILED", "CANCELED", "COMPLETED_FAILED"):
                raise BackfillError(f"backfill {record['status']}: {(record['error'] or {}).get('message', '')}")
            return False

        self.until_ended(all_ended, days, self._services, last_steps)

    def _runs_for(self, days: Days) -> int:
        """How many runs a backfill of the days has."""
        return 1 if self.deployment.contender.as_range else len(days)

    def _partitioned(self) -> list[str]:
        """The pipeline's partitioned assets; somebody else's Dagster may have others."""
        nodes = self._ask(graphql.ASSETS)["assetNodes"]
        names = [node["assetKey"]["path"][-1] for node in nodes if node["isPartitioned"]]
        return [name for name in names if name in PIPELINE]

    def _with_what_depends(self, steps: tuple[str, ...]) -> list[str] | None:
        """The assets of the steps and, as in the user interface's `<asset>+`, all that depend on them; None for all."""
        if not steps:
            return None
        found = set(steps)
        nodes = self._ask(graphql.ASSETS)["assetNodes"]
        # Each round goes one asset further down the graph.
        for _ in nodes:
            found |= {
                node["assetKey"]["path"][-1]
                for node in nodes
                if found & {key["path"][-1] for key in node["dependencyKeys"]}
            }
        return [asset for asset in self._partitioned() if asset in found]

    def _stale(self, days: Days) -> tuple[str, ...]:
        """The assets that Dagster shows as not in sync with their code or with what they were made of, on any day."""
        assets = [{"path": [asset]} for asset in self._partitioned()]
        nodes = self._ask(graphql.STALE, assets=assets, days=[str(day) for day in days])["assetNodes"]
        return tuple(node["assetKey"]["path"][-1] for node in nodes if set(node["staleStatusByPartition"]) - {"FRESH"})

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

    def _check_address(self, address: Address) -> None:
        """Raise BenchError, with what to do, where no Dagster is there that is ready and has the assets."""
        try:
            version = self.versions()["dagster"]
            if tuple(map(int, version.split(".")[:2])) < _OLDEST:
                oldest = ".".join(map(str, _OLDEST))
                raise BenchError(
                    f"{address.about}: is Dagster {version}, and {oldest} is the oldest that is known to work"
                )
            if missing := set(PIPELINE) - set(self._partitioned()):
                names = ", ".join(sorted(missing))
                raise BenchError(f"{address.about}: there are no partitioned assets {names}; deploy dagster_defs")
            if not self._daemons_healthy(self._ask(graphql.READY)):
                raise BenchError(f"{address.about}: a daemon is not healthy; see Deployment, Daemons in its interface")
            limit = self._ask(graphql.LIMIT)["instance"]["runQueueConfig"]
        except httpx.HTTPStatusError as answer:
            if answer.response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
                who = f"user {address.user!r} is refused" if address.user else "a login is asked for"
                raise BenchError(f"{address.about}: {who}; look at {address.login_from}") from answer
            raise BenchError(f"{address.about}: no Dagster answers there ({answer})") from answer
        except (httpx.HTTPError, ValueError, LookupError) as problem:
            raise BenchError(f"{address.about}: no Dagster answers there ({problem})") from problem
        # Its queue has one limit for every backfill; ours cannot change somebody else's.
        at_once = limit["maxConcurrentRuns"] if limit else None
        if at_once is not None and at_once >= 0 and at_once != self.deployment.concurrency:  # below 0: no limit
            raise BenchError(
                f"{address.about}: runs {at_once} days at once (max_concurrent_runs of its dagster.yaml), not "
                f"{self.deployment.concurrency}; ask for --concurrency {at_once}"
            )

    def _ready(self) -> bool:
        try:
            answer = self._ask(graphql.READY)
        except httpx.HTTPError:
            return False
        locations = answer["workspaceOrError"].get("locationEntries", [])
        for location in locations:
            if (location["locationOrLoadError"] or {}).get("__typename") == "PythonError":
                raise BenchError(f"Dagster could not load the pipeline: {location['locationOrLoadError']['message']}")
        return (
            bool(locations)
            and all(location["loadStatus"] == "LOADED" for location in locations)
            and self._daemons_healthy(answer)
        )

    @staticmethod
    def _daemons_healthy(answer: dict[str, Any]) -> bool:
        daemons = [daemon for daemon in answer["instance"]["daemonHealth"]["allDaemonStatuses"] if daemon["required"]]
        return bool(daemons) and all(daemon["healthy"] for daemon in daemons)

    def _ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The data of GraphQL's answer; raises httpx.HTTPError, or BenchError where GraphQL itself objects."""
        reply = self._client.post(f"{self.url}/graphql", json={"query": query, "variables": variables})
        answer: dict[str, Any] = reply.raise_for_status().json()
        if answer.get("errors"):
            raise BenchError(f"GraphQL: {answer['errors'][0]['message']}")
        return answer["data"]  # type: ignore[no-any-return]


def _merged(base: Mapping[str, object], more: Mapping[str, object]) -> dict[str, object]:
    """Both, the second's values first, sections merged in depth."""
    merged = dict(base)
    for key, value in more.items():
        own = merged.get(key)
        merged[key] = _merged(own, value) if isinstance(own, Mapping) and isinstance(value, Mapping) else value
    return merged
