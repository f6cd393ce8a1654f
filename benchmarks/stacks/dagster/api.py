"""The GraphQL of Dagster's webserver, as its user interface uses it."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import httpx

from benchmarks.errors import BenchError
from benchmarks.stacks.dagster import graphql
from benchmarks.stacks.dagster.runs import Runs, accepted, backfill_of, runs_of
from benchmarks.stacks.stack import Handed
from records.names import PIPELINE
from shared_etl.days import Days

LOCATION = "weather"
"""What the code location is called."""
_RUN_ENDED = ["SUCCESS", "FAILURE", "CANCELED"]
_RUN_GOES_ON = ["QUEUED", "NOT_STARTED", "STARTING", "STARTED", "CANCELING"]


class Api:
    """A running Dagster, asked through its webserver.

    Every question raises httpx.HTTPError where nobody answers, and BenchError where GraphQL itself objects.
    """

    def __init__(self, http: httpx.Client, url: str) -> None:
        self.http, self._url = http, url

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The data of GraphQL's answer."""
        reply = self.http.post(f"{self._url}/graphql", json={"query": query, "variables": variables})
        answer: dict[str, Any] = reply.raise_for_status().json()
        if answer.get("errors"):
            raise BenchError(f"GraphQL: {answer['errors'][0]['message']}")
        return answer["data"]  # type: ignore[no-any-return]

    def version(self) -> str:
        """The webserver's."""
        return str(self.ask(graphql.VERSION)["version"])

    def is_ready(self) -> bool:
        """Whether every daemon has a healthy heartbeat, and the code location is loaded; not where nobody answers.

        Raises BenchError where the location cannot be loaded.
        """
        try:
            answer = self.ask(graphql.READY)
        except httpx.HTTPError:
            return False
        locations = answer["workspaceOrError"].get("locationEntries", [])
        for location in locations:
            if (location["locationOrLoadError"] or {}).get("__typename") == "PythonError":
                raise BenchError(f"Dagster could not load the pipeline: {location['locationOrLoadError']['message']}")
        return (
            bool(locations)
            and all(location["loadStatus"] == "LOADED" for location in locations)
            and _daemons_are_healthy(answer)
        )

    def has_healthy_daemons(self) -> bool:
        """Whether every daemon that is needed has a healthy heartbeat."""
        return _daemons_are_healthy(self.ask(graphql.READY))

    def most_at_once(self) -> int | None:
        """How many runs its queue lets go on at the same time, over all backfills; None, or below 0, for no limit."""
        limit = self.ask(graphql.LIMIT)["instance"]["runQueueConfig"]
        return limit["maxConcurrentRuns"] if limit else None

    def reload(self) -> None:
        """Let the webserver load what the code server has, as 'Reload' does in its interface."""
        self.ask(graphql.RELOAD, location=LOCATION)

    def partitioned(self) -> list[str]:
        """The pipeline's partitioned assets; somebody else's Dagster may have others."""
        nodes = self.ask(graphql.ASSETS)["assetNodes"]
        names = [node["assetKey"]["path"][-1] for node in nodes if node["isPartitioned"]]
        return [name for name in names if name in PIPELINE]

    def with_what_depends(self, steps: tuple[str, ...]) -> list[str] | None:
        """The assets of the steps and, as in the user interface's `<asset>+`, all that depend on them; None for all."""
        if not steps:
            return None
        found = set(steps)
        nodes = self.ask(graphql.ASSETS)["assetNodes"]
        # Each round goes one asset further down the graph.
        for _ in nodes:
            found |= {
                node["assetKey"]["path"][-1]
                for node in nodes
                if found & {key["path"][-1] for key in node["dependencyKeys"]}
            }
        return [asset for asset in self.partitioned() if asset in found]

    def start_schedules(self) -> None:
        """Start every schedule and sensor of the pipeline; raises BenchError where Dagster refuses one."""
        repository = {"repositoryLocationName": LOCATION, "repositoryName": "__repository__"}
        found = self.ask(graphql.AUTOMATION, repository=repository)["repositoryOrError"]
        for one in found["schedules"]:
            _started(self.ask(graphql.START_SCHEDULE, one={**repository, "scheduleName": one["name"]})["startSchedule"])
        for one in found["sensors"]:
            _started(self.ask(graphql.START_SENSOR, one={**repository, "sensorName": one["name"]})["startSensor"])

    def stale(self, days: Days) -> tuple[str, ...]:
        """The assets that Dagster shows as not in sync with their code or with what they were made of, on any day."""
        assets = [{"path": [asset]} for asset in self.partitioned()]
        nodes = self.ask(graphql.STALE, assets=assets, days=[str(day) for day in days])["assetNodes"]
        return tuple(node["assetKey"]["path"][-1] for node in nodes if set(node["staleStatusByPartition"]) - {"FRESH"})

    def launch_backfill(self, assets: list[str], days: Days) -> str:
        """Launch a backfill of the assets for the days; its id. Raises BackfillError where Dagster refuses."""
        params = {
            "assetSelection": [{"path": [asset]} for asset in assets],
            "partitionNames": [str(day) for day in days],
            "title": f"weather {days}",
        }
        answer = self.ask(graphql.LAUNCH, params=params)["launchPartitionBackfill"]
        return str(accepted(answer)["backfillId"])

    def launch_run(self, assets: list[str], day: date) -> str:
        """Launch a run of the assets for a day; its id. Raises BackfillError where Dagster refuses."""
        answer = self.ask(graphql.LAUNCH_RUN, params=_run(assets, day))["launchPipelineExecution"]
        return str(accepted(answer)["run"]["runId"])

    def launch_runs(self, assets: list[str], days: Days) -> list[str]:
        """Launch a run of the assets for each of the days, with one request; their ids.

        They go past the backfill daemon to the queue of runs. Raises BackfillError where Dagster refuses.
        """
        params = [_run(assets, day.start) for day in days]
        answer = self.ask(graphql.LAUNCH_RUNS, params=params)["launchMultipleRuns"]
        each = answer.get("launchMultipleRunsResult", [answer])
        return [str(accepted(one)["run"]["runId"]) for one in each]

    def launch_job(self, job: str) -> str:
        """Launch a run of a job; its id. Raises BackfillError where Dagster refuses."""
        selector = {"repositoryLocationName": LOCATION, "repositoryName": "__repository__", "jobName": job}
        answer = self.ask(graphql.LAUNCH_RUN, params={"selector": selector})["launchPipelineExecution"]
        return str(accepted(answer)["run"]["runId"])

    def handed(self, run: str) -> list[Handed]:
        """The run's steps, in order of their starts, from its event log."""
        found: dict[str, dict[str, list[datetime]]] = {}
        after, more = None, True
        while more:
            page = self.ask(graphql.EVENTS, run=run, after=after)["logsForRun"]
            for event in page["events"]:
                if event.get("stepKey"):
                    at = datetime.fromtimestamp(int(event["timestamp"]) / 1000, UTC)
                    found.setdefault(event["stepKey"], {}).setdefault(event["__typename"], []).append(at)
            after, more = page["cursor"], page["hasMore"]
        told = [
            Handed(
                step.rpartition("__")[2],  # an asset's step has its whole key
                events.get("StepWorkerStartingEvent", [None])[0],
                events["ExecutionStepStartEvent"][0],
                events["ExecutionStepSuccessEvent"][0],
                len(events["ExecutionStepStartEvent"]),
            )
            for step, events in found.items()
            if {"ExecutionStepStartEvent", "ExecutionStepSuccessEvent"} <= events.keys()
        ]
        return sorted(told, key=lambda one: one.started_at)

    def reexecute_backfill(self, backfill: str, strategy: str) -> str:
        """Re-execute a backfill; the new one's id. Raises BackfillError where Dagster refuses."""
        params = {"parentRunId": backfill, "strategy": strategy}
        answer = self.ask(graphql.REEXECUTE_BACKFILL, params=params)["reexecutePartitionBackfill"]
        return str(accepted(answer)["backfillId"])

    def reexecute_run(self, run: str, strategy: str) -> str:
        """Re-execute a run; the new one's id. Raises BackfillError where Dagster refuses."""
        params = {"parentRunId": run, "strategy": strategy}
        answer = self.ask(graphql.REEXECUTE_RUN, params=params)["launchRunReexecution"]
        return str(accepted(answer)["run"]["runId"])

    def runs(self, runs: Runs) -> list[dict[str, Any]]:
        """The runs, each with its status and its tags."""
        found: list[dict[str, Any]] = self.ask(graphql.RUNS, runs=runs)["runsOrError"]["results"]
        return found

    def failed(self, backfill: str) -> list[str]:
        """The ids of the backfill's runs that failed."""
        found = self.ask(graphql.FAILED_RUNS, runs={**runs_of(backfill), "statuses": ["FAILURE"]})
        return [run["runId"] for run in found["runsOrError"]["results"]]

    def progress(self, runs: Runs) -> tuple[int, dict[str, Any]]:
        """How many of the runs have ended, and the record of the backfill that they are of, {} where of none."""
        ended = {**runs, "statuses": _RUN_ENDED}
        answer = self.ask(graphql.PROGRESS, ended=ended, backfill=backfill_of(runs))
        return answer["runsOrError"]["count"], answer["partitionBackfillOrError"]

    def busy(self) -> int:
        """How many runs have not ended."""
        return int(self.ask(graphql.COUNT, runs={"statuses": _RUN_GOES_ON})["runsOrError"]["count"])

    def completed_at(self, backfill: str) -> datetime | None:
        """When the daemon wrote the backfill's end into its record; None as long as it has not."""
        ended = self.ask(graphql.RECORD, backfill=backfill)["partitionBackfillOrError"]["endTimestamp"]
        return None if ended is None else datetime.fromtimestamp(ended, UTC)

    def runs_made_at(self, backfill: str) -> list[datetime]:
        """When each of the backfill's runs was made, in order."""
        found = self.ask(graphql.CREATED, runs=runs_of(backfill))["runsOrError"]["results"]
        return sorted(datetime.fromtimestamp(run["creationTime"], UTC) for run in found)

    def shown(self) -> dict[str, int]:
        """Runs by status; partitions of assets, and asset checks, by theirs."""
        answer = self.ask(graphql.SHOWN)
        counts = Counter(f"runs {run['status']}" for run in answer["runsOrError"]["results"])
        for node in answer["assetNodes"]:
            stats = node["partitionStats"] or {"numMaterialized": 0, "numFailed": 0}
            counts["asset partitions materialized"] += stats["numMaterialized"]
            counts["asset partitions failed"] += stats["numFailed"]
            for check in node["assetChecksOrError"].get("checks", []):
                status = (check["executionForLatestMaterialization"] or {}).get("status", "missing")
                counts[f"asset checks {status}"] += 1
        return {state: count for state, count in sorted(counts.items()) if count}


def _run(assets: list[str], day: date) -> dict[str, Any]:
    """What is asked for where a run of the assets for a day is launched."""
    return {
        "selector": {
            "repositoryLocationName": LOCATION,
            "repositoryName": "__repository__",
            "jobName": "__ASSET_JOB",
            "assetSelection": [{"path": [asset]} for asset in assets],
        },
        "executionMetadata": {"tags": [{"key": "dagster/partition", "value": str(day)}]},
    }


def _started(answer: dict[str, Any]) -> None:
    if answer["__typename"] not in ("ScheduleStateResult", "Sensor"):
        raise BenchError(f"Dagster did not start it: {answer.get('message', answer['__typename'])}")


def _daemons_are_healthy(answer: dict[str, Any]) -> bool:
    daemons = [daemon for daemon in answer["instance"]["daemonHealth"]["allDaemonStatuses"] if daemon["required"]]
    return bool(daemons) and all(daemon["healthy"] for daemon in daemons)
