"""Airflow's local settings, where this folder is on PYTHONPATH: load what every task needs before there are tasks.

LocalExecutor forks its workers from the scheduler, so what the scheduler has imported they share and need not import; a
Celery worker likewise forks the processes that do its tasks.
"""
# ruff: noqa: F401

import sys

if {"scheduler", "worker"} & set(sys.argv):
    import airflow.providers.standard.decorators.python
    import cosmos.airflow.task_group
    import cosmos.operators.local
    import cosmos.profiles
    import dbt.adapters.__about__
    import dbt.adapters.postgres.__version__  # both versions are asked for in each invocation
    import dbt.cli.main
    import dbt.task.build
    import matplotlib.backends.backend_agg
    import matplotlib.figure
    import openlineage.common.provider.dbt.local  # Cosmos's, after each dbt invocation

    import shared_etl.steps
