"""The Airflow wrapper's tests and checks."""

import json
from collections.abc import Mapping
from pathlib import Path

from benchmarks.stacks.suite import Suite


def _environment(project: Path, home: Path) -> Mapping[str, str]:
    return {
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(project / "airflow_dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__COSMOS__ENABLE_TELEMETRY": "False",
        "AIRFLOW_CONN_WAREHOUSE": json.dumps({"conn_type": "postgres", "host": "127.0.0.1"}),
    }


SUITE = Suite(
    wrapper="airflow_dags",
    tests="tests/airflow_dags",
    load="import airflow_dags.weather_etl, airflow_dags.weather_arrivals",
    validate=("airflow", "dags", "list-import-errors", "--local", "--output", "plain"),
    environment=_environment,
    prepare=(("airflow", "db", "migrate"),),
    prerequisites={
        "connection": "an Airflow connection",
        "airflow_home": "an Airflow folder",
        "metadata": "a migrated Airflow database",
    },
    own=("tests/airflow_dags/test_variants.py",),
)
