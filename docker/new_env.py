"""Prints a new .env for docker compose: secrets of its own, both stacks on. 'make .env' keeps it where none is.

new_env.py                each stack does all of its work in one container
new_env.py distributed    Celery workers do it, as many as 'docker compose up --scale' asks for
"""

import base64
import secrets
import sys

ENV = {
    "COMPOSE_PROFILES": "airflow,dagster",
    "POSTGRES_PASSWORD": secrets.token_hex(16),
    "AIRFLOW_DATABASE_PASSWORD": secrets.token_hex(16),
    "AIRFLOW_ADMIN_PASSWORD": secrets.token_hex(16),
    "AIRFLOW_API_SECRET_KEY": secrets.token_hex(32),
    "AIRFLOW_JWT_SECRET": secrets.token_hex(64),
    "AIRFLOW_FERNET_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "DAGSTER_DATABASE_PASSWORD": secrets.token_hex(16),
    "REDIS_PASSWORD": secrets.token_hex(16),
}
DISTRIBUTED = {
    "COMPOSE_PROFILES": "airflow,dagster,distributed",
    "EXTRA": "-celery",
    "AIRFLOW_IMAGE": "airflow-vs-dagster/airflow-celery",
    "AIRFLOW_EXECUTOR": "CeleryExecutor",
    "AIRFLOW_START_METHOD": "fork",
    "DAGSTER_IMAGE": "airflow-vs-dagster/dagster-celery",
    "DAGSTER_INSTANCE": "/opt/weather/docker/dagster/distributed",
}

if __name__ == "__main__":
    chosen = ENV | DISTRIBUTED if sys.argv[1:] == ["distributed"] else ENV
    for name, value in chosen.items():
        print(f"{name}={value}")  # noqa: T201 (a command's output)
