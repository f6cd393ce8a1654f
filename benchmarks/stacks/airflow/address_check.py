"""Whether what is at an address is an Airflow that can be asked for backfills of the DAG."""

import httpx
from airflow_client.client.exceptions import ApiException

from benchmarks.deployment.addresses import Address
from benchmarks.errors import BenchError
from benchmarks.stacks.airflow.api import DAG, Api


def check(api: Api, address: Address) -> None:
    """Log in; raises BenchError, with what to do, where no Airflow is there that lets us in and has the DAG."""
    try:
        version = api.http.get("/api/v2/version")
        if version.status_code == httpx.codes.NOT_FOUND and api.http.get("/api/v1/version").is_success:
            raise BenchError(f"{address.about}: an Airflow before 3, with no REST API v2; update it")
        version.raise_for_status().json()["version"]
        login = api.http.post("/auth/token", json={"username": address.user, "password": address.password})
        if login.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED):
            raise BenchError(f"{address.about}: user {address.user!r} is refused; look at {address.login_from}")
        api.take_token(login)
        if not api.is_loaded():
            raise BenchError(f"{address.about}: there is no DAG {DAG}; deploy airflow_dags, and unpause it")
        if api.is_partitioned:
            raise BenchError(
                f"{address.about}: the DAG {DAG} has partition keys, and its runs of before could not be told from the "
                "backfill's; deploy airflow_dags/weather_etl.py"
            )
        if api.is_paused():
            raise BenchError(f"{address.about}: the DAG {DAG} is paused; unpause it")
        if not api.is_healthy():
            raise BenchError(
                f"{address.about}: its scheduler or dag-processor is not healthy; see /api/v2/monitor/health"
            )
    except ApiException as refusal:
        who = f"user {address.user!r} may not read the DAG {DAG}"
        raise BenchError(f"{address.about}: {who} ({refusal.status} {refusal.reason})") from refusal
    except (httpx.HTTPError, ValueError, LookupError) as problem:
        raise BenchError(f"{address.about}: no Airflow answers there ({problem})") from problem
