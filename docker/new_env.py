"""Prints a new .env for docker compose: secrets of its own, both stacks on. 'make .env' keeps it where none is."""

import base64
import secrets

ENV = {
    "COMPOSE_PROFILES": "airflow,dagster",
    "POSTGRES_PASSWORD": secrets.token_hex(16),
    "AIRFLOW_DATABASE_PASSWORD": secrets.token_hex(16),
    "AIRFLOW_ADMIN_PASSWORD": secrets.token_hex(16),
    "AIRFLOW_API_SECRET_KEY": secrets.token_hex(32),
    "AIRFLOW_JWT_SECRET": secrets.token_hex(64),
    "AIRFLOW_FERNET_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "DAGSTER_DATABASE_PASSWORD": secrets.token_hex(16),
}

if __name__ == "__main__":
    for name, value in ENV.items():
        print(f"{name}={value}")  # noqa: T201 (a command's output)
