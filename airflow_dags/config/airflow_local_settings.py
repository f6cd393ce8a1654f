"""Airflow's local settings, where this folder is on PYTHONPATH.

A Celery worker imports what tasks need before it forks the processes that do them.
"""

import sys

if "worker" in sys.argv:
    import airflow_dags.preload  # noqa: F401
