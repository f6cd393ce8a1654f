"""What every task needs, for processes that fork the workers of tasks: what they have imported, workers share.

LocalExecutor's workers: ``[scheduler] mp_start_method = forkserver``, ``[core] mp_forkserver_preload =
airflow_dags.preload``. Celery's: config/airflow_local_settings.py.
"""
# ruff: noqa: F401

import gc

import airflow.dag_processing.dagbag
import airflow.executors.local_executor
import airflow.providers.standard.decorators.python
import airflow.sdk.execution_time.supervisor
import airflow.sdk.execution_time.task_runner
import cosmos.airflow.task_group
import cosmos.operators.local
import cosmos.plugin.airflow3  # every task loads plugins
import cosmos.profiles
import dbt.adapters.__about__
import dbt.adapters.postgres.__version__  # both versions are asked for in each invocation
import dbt.cli.main
import dbt.task.build
import matplotlib.backends.backend_agg
import matplotlib.figure
import openlineage.common.provider.dbt.local  # Cosmos's, after each dbt invocation

import shared_etl.steps

# Collections in the workers pass over what is here, and its memory stays shared; Airflow does so where it forks itself.
gc.freeze()
