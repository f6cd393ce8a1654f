"""Airflow's local settings, where this folder is on PYTHONPATH: load what every task needs before there are tasks.

LocalExecutor forks its workers from the scheduler, so what the scheduler has imported they share and need not import.
"""

import sys

if "scheduler" in sys.argv:
    import cosmos.operators.local  # noqa: F401
    import dbt.adapters.postgres
    import dbt.cli.main  # noqa: F401
    import matplotlib.figure  # noqa: F401

    import shared_etl.steps  # noqa: F401
