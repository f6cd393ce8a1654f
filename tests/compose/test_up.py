"""docker compose up: both stacks healthy, closed to the outside, and gone without a trace."""

import subprocess
from pathlib import Path

import httpx

from .conftest import Stacks
from .engine import PROJECT

ONE_SHOT = {"airflow-init", "dagster-init"}
SERVICES = {
    "postgres",
    *("airflow-api-server", "airflow-scheduler", "airflow-dag-processor", "airflow-triggerer"),
    *("dagster-code-server", "dagster-webserver", "dagster-daemon"),
}


def service(container: dict[str, dict[str, dict[str, str]]]) -> str:
    return container["Config"]["Labels"]["com.docker.compose.service"]


def test_every_service_is_healthy_and_what_runs_once_has_succeeded(stacks: Stacks) -> None:
    """Nobody had to be started again."""
    states = {service(one): one["State"] for one in stacks.containers()}
    assert {name for name, state in states.items() if state.get("Health", {}).get("Status") == "healthy"} == SERVICES
    assert {name: state["ExitCode"] for name, state in states.items() if name in ONE_SHOT} == dict.fromkeys(ONE_SHOT, 0)
    assert all(one["RestartCount"] == 0 for one in stacks.containers())


def test_no_port_is_open_but_on_loopback(stacks: Stacks) -> None:
    """Three have one: PostgreSQL, Airflow, Dagster."""
    bound = [
        binding["HostIp"]
        for one in stacks.containers()
        for bindings in one["HostConfig"]["PortBindings"].values()
        for binding in bindings
    ]
    assert bound == ["127.0.0.1"] * 3


def test_no_container_of_ours_runs_as_root_or_may_write_its_image(stacks: Stacks) -> None:
    """The official PostgreSQL image starts as root and drops its rights by itself."""
    ours = [one for one in stacks.containers() if service(one) != "postgres"]
    assert ours
    for one in ours:
        assert one["Config"]["User"] == "weather"
        assert one["HostConfig"]["ReadonlyRootfs"]
        assert one["HostConfig"]["CapDrop"] == ["ALL"]
    uids = {stacks.compose("exec", "-T", service(one), "id", "-u").strip() for one in ours if one["State"]["Running"]}
    assert uids == {"50000"}


def test_airflow_needs_its_own_password(stacks: Stacks) -> None:
    """The one that .env holds; no default one works, and nothing is told without."""
    url = f"http://127.0.0.1:{stacks['AIRFLOW_PORT']}"

    def login(password: str) -> httpx.Response:
        return httpx.post(f"{url}/auth/token", json={"username": "admin", "password": password}, timeout=30)

    assert httpx.get(f"{url}/api/v2/dags", timeout=30).status_code == 401
    assert {login(password).status_code for password in ("admin", "airflow", "")} <= {400, 401}
    token = login(stacks["AIRFLOW_ADMIN_PASSWORD"]).raise_for_status().json()["access_token"]
    dags = httpx.get(f"{url}/api/v2/dags", headers={"Authorization": f"Bearer {token}"}, timeout=30).json()["dags"]
    assert [dag["dag_id"] for dag in dags] == ["weather_etl"]


def test_no_secret_is_guessed_where_there_is_none(docker: dict[str, str], tmp_path: Path) -> None:
    """Compose says what to run, and starts nothing."""
    named = {key: value for key, value in docker.items() if not key.endswith(("_PASSWORD", "_KEY", "_SECRET"))}
    none = tmp_path / ".env"
    none.touch()
    command = ["docker", "compose", "--env-file", str(none), "--profile", "airflow", "config", "--quiet"]
    done = subprocess.run(command, cwd=PROJECT, env=named, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "run 'make .env'" in done.stderr


def test_nothing_is_left_after_down(stacks: Stacks) -> None:
    """No container, network or volume; the last test here, for it takes everything down."""
    stacks.compose("down", "--volumes", "--timeout", "5")
    label = f"label=com.docker.compose.project={stacks.name}"
    assert stacks.containers() == []
    assert stacks.docker("volume", "ls", "--quiet", "--filter", label) == ""
    assert stacks.docker("network", "ls", "--quiet", "--filter", label) == ""
