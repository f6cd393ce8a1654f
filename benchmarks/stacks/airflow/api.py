"""Airflow's REST API v2, as far as the one DAG is concerned: with its official client, and looks by plain requests."""

from datetime import UTC, date, datetime
from datetime import time as clock
from itertools import count

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

from benchmarks.stacks.stack import Handed
from shared_etl.days import Days

DAG = "weather_etl"
CHAIN = "fibonacci_chain"
"""The DAG of a chain of steps."""
_PAGE = 100
"""How many runs an answer has at most, as Airflow is installed."""


class Api:
    """A running Airflow that is asked about the DAG; what it refuses, its official client raises as ApiException."""

    def __init__(self, http: httpx.Client, url: str, *, theirs: bool, dag: str = DAG) -> None:
        """theirs: whether somebody else may have runs there that are none of ours."""
        self.http, self._url, self._theirs, self._dag = http, url, theirs, dag
        self.is_partitioned = False
        """Whether the DAG's runs are for partition keys, and have no logical date; known once it is loaded."""

    def take_token(self, answer: httpx.Response) -> None:
        """Take the token that Airflow has answered a login with."""
        token = answer.raise_for_status().json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        self._client = ApiClient(Configuration(host=self._url, access_token=token))

    def version(self) -> str:
        """Airflow's own."""
        return str(self.http.get("/api/v2/version").raise_for_status().json()["version"])

    def is_healthy(self, *also: str) -> bool:
        """Whether every component that a backfill needs, and those, say that they are; not where nobody answers."""
        try:
            health = self.http.get("/api/v2/monitor/health").raise_for_status().json()
        except httpx.HTTPError:
            return False
        needed = ["metadatabase", "scheduler", "dag_processor", *also]
        return all(health[part]["status"] == "healthy" for part in needed)

    def is_loaded(self) -> bool:
        """Whether the DAG has been parsed and serialized."""
        try:
            dag = DAGApi(self._client).get_dag_details(self._dag)
        except ApiException as answer:
            if answer.status == httpx.codes.NOT_FOUND:
                return False
            raise
        self.is_partitioned = dag.timetable_partitioned
        return not dag.is_stale

    def is_paused(self) -> bool:
        """Whether the DAG's runs would wait."""
        return bool(DAGApi(self._client).get_dag_details(self._dag).is_paused)

    def count(self, *states: str, of: Days | None = None, what: str = "dagRuns") -> int:
        """How many DAG runs, or what else, are in one of the states, or exist: of the days, or of all.

        Somebody else's Airflow may have runs of other kinds, by hand or by an arrival, within these days: of days they
        are the backfill's alone, which are also those that it took over. A count with no run in it costs either side
        least.
        """
        parameters: dict[str, str | int | tuple[str, ...]] = {"state": states, "limit": 0}
        if of:
            parameters |= self._of(of)
        answer = self.http.get(f"/api/v2/dags/{self._dag}/{what}", params=parameters, timeout=30)
        return int(answer.raise_for_status().json()["total_entries"])

    def runs_made_at(self, days: Days) -> list[datetime]:
        """When each DAG run of the days was made, in order: they are queued as they are made."""
        found: list[datetime] = []
        for offset in count(0, _PAGE):
            asked = {**self._of(days), "limit": _PAGE, "offset": offset}
            answer = self.http.get(f"/api/v2/dags/{self._dag}/dagRuns", params=asked, timeout=30)
            runs = answer.raise_for_status().json()["dag_runs"]
            found += [datetime.fromisoformat(run["queued_at"]) for run in runs if run["queued_at"]]
            if len(runs) < _PAGE:
                break
        return sorted(found)

    def _of(self, days: Days) -> dict[str, str | int | tuple[str, ...]]:
        """The parameters that the backfill's runs of the days are found by."""
        return {**self._within(days), **({"run_type": "backfill"} if self._theirs else {})}

    def _within(self, days: Days) -> dict[str, str]:
        """The parameters that runs of the days are found by."""
        if self.is_partitioned:
            return {"partition_date_gte": str(days.start), "partition_date_lte": str(days.end)}
        return {
            "logical_date_gte": _midnight(days.start).isoformat(),
            "logical_date_lte": _midnight(days.end).isoformat(),
        }

    def create_backfill(self, days: Days, behavior: ReprocessBehavior, at_once: int) -> int:
        """Create a backfill of the days, so many of them at once; returns its id."""
        body = BackfillPostBody(
            dag_id=self._dag,
            from_date=_midnight(days.start),
            to_date=_midnight(days.end),
            # In place of the DAG's own limit, which holds for its other runs.
            max_active_runs=at_once,
            reprocess_behavior=behavior,
        )
        return BackfillApi(self._client).create_backfill(body).id

    def completed_at(self, backfill: int) -> datetime | None:
        """When the backfill's own record said that it is complete; None as long as it does not."""
        return BackfillApi(self._client).get_backfill(backfill).completed_at

    def trigger(self, days: Days) -> None:
        """Trigger the one run that takes the days as a range."""
        conf = {"start": str(days.start), "end": str(days.end)}
        body = TriggerDAGRunPostBody(logical_date=_midnight(days.start), conf=conf)
        DagRunApi(self._client).trigger_dag_run(self._dag, body)

    def trigger_now(self) -> str:
        """Trigger a run for no days; returns its id."""
        return DagRunApi(self._client).trigger_dag_run(self._dag, TriggerDAGRunPostBody(logical_date=None)).dag_run_id

    def state(self, run: str) -> str:
        """The run's; raises httpx.HTTPError where nobody answers."""
        answer = self.http.get(f"/api/v2/dags/{self._dag}/dagRuns/{run}", timeout=30)
        return str(answer.raise_for_status().json()["state"])

    def handed(self, run: str) -> list[Handed]:
        """The run's task instances, in order of their starts."""
        found = TaskInstanceApi(self._client).get_task_instances(self._dag, run, limit=100).task_instances
        told = [
            Handed(one.task_id, one.queued_when, one.start_date, one.end_date, one.try_number)
            for one in found
            if one.start_date and one.end_date
        ]
        return sorted(told, key=lambda one: one.started_at)

    def clear(self, days: Days, tasks: list[str], *, only_failed: bool) -> int:
        """Clear the tasks, all where none is named, or those of them that failed, and what depends on them.

        Returns how many calls it took.
        """
        api = TaskInstanceApi(self._client)
        body = ClearTaskInstancesBody(
            dry_run=False,
            only_failed=only_failed,
            task_ids=[ClearTaskInstancesBodyTaskIdsInner(task) for task in tasks] or None,
            include_downstream=True,
        )
        if not self.is_partitioned:
            dates = {"start_date": _midnight(days.start), "end_date": _midnight(days.end)}
            api.post_clear_task_instances(self._dag, body.model_copy(update=dates))
            return 1
        # Tasks are cleared by logical dates, which these runs have not: run by run.
        runs = DagRunApi(self._client).get_dag_runs(
            self._dag, partition_date_gte=days.start, partition_date_lte=days.end
        )
        for run in runs.dag_runs:
            api.post_clear_task_instances(self._dag, body.model_copy(update={"dag_run_id": run.dag_run_id}))
        return len(runs.dag_runs)

    def tasks(self, steps: tuple[str, ...]) -> list[str]:
        """The tasks that run the steps; a step in a task group has its own part of the name."""
        if not steps:
            return []
        tasks = TaskApi(self._client).get_tasks(self._dag).tasks
        names = [task.task_id for task in tasks if task.task_id]
        found = [name for name in names if set(steps) & set(name.split(".")) and not name.endswith(".test")]
        # Where no model has a task of its own, one task makes them all.
        return found or [name for name in names if name == "dbt"]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, clock(), UTC)
