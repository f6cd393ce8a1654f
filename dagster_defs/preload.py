"""What every run needs, for a Celery worker that imports it once: ``celery worker --include dagster_defs.preload``.

The worker forks the processes that execute runs, so what it has imported they share and need not import.
"""
# ruff: noqa: F401

import dagster_postgres
import dbt.adapters.postgres.__version__  # which every run asks the adapter for
import dbt.cli.main
import matplotlib.backends.backend_agg
import matplotlib.figure

import shared_etl.steps
from dagster_defs.definitions import defs

defs().get_repository_def()
