"""Airflow's local settings, where this folder is on PYTHONPATH: a Celery worker imports what tasks need, and then forks."""

import sys

if "worker" in sys.argv:
    import airflow_dags.preload  # noqa: F401
