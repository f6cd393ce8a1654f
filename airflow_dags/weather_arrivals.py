"""A DAG that runs the weather DAG for every file that lands, where the source of readings is a landing folder."""

import os
from pathlib import Path
from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG, Asset, AssetWatcher, dag, task

from airflow_dags.arrivals import ArrivalTrigger, since_last_time
from shared_etl.arrivals import landing_folder


def runs_for_arrivals(folder: Path) -> DAG:
    """The DAG that waits for the folder's files."""
    watcher = AssetWatcher(name="landing_folder", trigger=ArrivalTrigger(str(folder)))
    landed = Asset("weather/landed_files", watchers=[watcher])

    @dag(schedule=[landed], catchup=False, tags=["weather"])
    def weather_arrivals() -> None:
        """Run the weather DAG for the day of each file that has landed, and again for one that is written again."""

        @task(inlets=[landed])
        def runs(inlet_events: Any = None, asset_state_store: Any = None, run_id: Any = None) -> list[dict[str, str]]:
            """The dates of a run for each arrival since the last time; its day is worked out from run_after."""
            dates = since_last_time(inlet_events[landed], asset_state_store[landed], run_id)
            return [{"logical_date": date, "run_after": date} for date in dates]

        TriggerDagRunOperator.partial(
            task_id="weather_etl", trigger_dag_id="weather_etl", skip_when_already_exists=True
        ).expand_kwargs(runs())

    return weather_arrivals()


if folder := landing_folder(os.environ.get("WEATHER_SOURCE", "packaged")):
    runs_for_arrivals(folder)
