"""What the process that forks workers has imported, they need not import."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = {
    "airflow.sdk.execution_time.task_runner",
    "cosmos.operators.local",
    "cosmos.plugin.airflow3",
    "dbt.adapters.postgres",
    "dbt.cli.main",
    "matplotlib.figure",
    "pandas",
    "psycopg",
    "shared_etl.steps",
}
# As the scheduler does it before it starts its executor.
CODE = """
import json, multiprocessing, sys
from airflow.utils.process_utils import set_component_mp_start_method
set_component_mp_start_method("scheduler")
with multiprocessing.Pool(1) as workers:
    worker = workers.apply(eval, ("[*__import__('sys').modules]",))
    frozen = workers.apply(eval, ("__import__('gc').get_freeze_count()",))
    others = workers.apply(eval, ("len(__import__('gc').get_objects())",))
print(json.dumps([worker, [*sys.modules], frozen, others]), file=sys.stderr)
"""


@pytest.mark.usefixtures("airflow_home")
def test_a_worker_begins_with_what_tasks_need(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It was forked from a process that has dbt, Cosmos and pandas, and collects no garbage there.

    The scheduler itself has none of them.
    """
    monkeypatch.setenv("AIRFLOW__SCHEDULER__MP_START_METHOD", "forkserver")
    monkeypatch.setenv("AIRFLOW__CORE__MP_FORKSERVER_PRELOAD", "airflow_dags.preload")
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True, cwd=tmp_path)
    worker, scheduler, frozen, others = json.loads(done.stderr.splitlines()[-1])
    assert {*worker} >= NEEDED
    assert not {*scheduler} & (NEEDED - {"airflow.sdk.execution_time.task_runner"})
    assert frozen > others
