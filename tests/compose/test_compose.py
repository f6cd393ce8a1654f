"""docker compose up: both stacks healthy, closed to the outside, driven by the harness, and gone without a trace.

In one file, because the tests of a file stay together: they share the stacks, and the last takes them down.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from .conftest import Stacks
from .engine import PROJECT

ONE_SHOT = {"airflow-init", "dagster-init"}
SERVICES = {
    "postgres",
    *("airflow-api-server", "airflow-scheduler", "airflow-dag-processor", "airflow-triggerer"),
    *("dagster-code-server", "dagster-webserver", "dagster-daemon"),
}
DAYS = 1
"""How many are run with the target compose; attached, the first of them again."""
Bench = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def bench(stacks: Stacks) -> Bench:
    """Runs `bench run`; attached, with what the user of the composed stacks would have in the environment."""
    warehouses = {
        f"BENCH_{stack.upper()}_WAREHOUSE": f"host=127.0.0.1 port={stacks['POSTGRES_PORT']} user={stack} "
        f"password={stacks[f'{stack.upper()}_DATABASE_PASSWORD']} dbname={stack}_warehouse"
        for stack in ("airflow", "dagster")
    }
    login = {"BENCH_AIRFLOW_USER": "admin", "BENCH_AIRFLOW_PASSWORD": stacks["AIRFLOW_ADMIN_PASSWORD"]}
    environment = stacks.environment | warehouses | login

    def run(*options: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "benchmarks.cli", "run", "--rounds", "1", *options]
        # No limit that a slow machine meets: images are built beside other tests.
        return subprocess.run(
            command, cwd=PROJECT, env=environment | more, capture_output=True, text=True, check=False, timeout=2700
        )

    return run


@pytest.fixture(scope="module")
def urls(stacks: Stacks) -> tuple[str, ...]:
    """The options that name both stacks."""
    airflow, dagster = (f"http://127.0.0.1:{stacks[f'{stack}_PORT']}" for stack in ("AIRFLOW", "DAGSTER"))
    return ("--url", f"airflow={airflow}", "--url", f"dagster={dagster}")


@pytest.fixture(scope="module")
def airflow(stacks: Stacks, urls: tuple[str, ...]) -> Iterator[httpx.Client]:
    """What Airflow's API has of DAGs, logged in."""
    login = {"username": "admin", "password": stacks["AIRFLOW_ADMIN_PASSWORD"]}
    url = urls[1].removeprefix("airflow=")
    token = httpx.post(f"{url}/auth/token", json=login, timeout=None).raise_for_status().json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{url}/api/v2/dags", headers=headers, timeout=None) as client:
        yield client


@pytest.fixture(scope="module")
def composed(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a run on the target compose."""
    out = tmp_path_factory.mktemp("composed") / "results"
    done = bench("--target", "compose", "--days", str(DAYS), "--warm-ups", "1", "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out


def measurements(out: Path) -> dict[str, Any]:
    files = sorted((out / "measurements").glob("*round1.json"))
    found = [json.loads(file.read_text())["benchmarks"][0]["extra_info"] for file in files]
    return {one["contender"]: one for one in found}


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
        return httpx.post(f"{url}/auth/token", json={"username": "admin", "password": password}, timeout=None)

    assert httpx.get(f"{url}/api/v2/dags", timeout=None).status_code == 401
    assert {login(password).status_code for password in ("admin", "airflow", "")} <= {400, 401}
    token = login(stacks["AIRFLOW_ADMIN_PASSWORD"]).raise_for_status().json()["access_token"]
    dags = httpx.get(f"{url}/api/v2/dags", headers={"Authorization": f"Bearer {token}"}, timeout=None).json()["dags"]
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


def test_both_stacks_leave_the_tables_of_bare(composed: Path) -> None:
    """Every step of every day once, none failed."""
    found = measurements(composed)
    assert set(found) == {"airflow:compose", "dagster:compose"}
    for one in found.values():
        assert one["outcome"] == "completed"
        assert one["parity"]["identical"]
        assert one["steps"] == {"expected": 7 * DAYS, "done": 7 * DAYS, "failed": 0, "repeated": 0}


def test_cpu_and_memory_are_those_of_the_stacks_own_containers(composed: Path) -> None:
    """And of PostgreSQL; what the engine cannot tell is absent."""
    for contender, one in measurements(composed).items():
        stack, used = contender.partition(":")[0], one["resources"]
        services = set(used["cpu_s_by_role"])
        assert "postgres" in services
        assert all(name == "postgres" or name.startswith(f"{stack}-") for name in services)
        assert used["cpu_s"] == pytest.approx(sum(used["cpu_s_by_role"].values()), abs=0.1)
        assert used["peak_pss_bytes"] is used["processes"] is used["elsewhere_cpu_s"] is None
        assert one["clocks"]["bring_up_s"] is None
        (warm_up,) = composed.glob(f"measurements/*{stack}-compose-warm-up1.json")
        held = json.loads(warm_up.read_text())["benchmarks"][0]["extra_info"]["resources"]["peak_bytes_by_container"]
        assert set(held) == services
        assert all(held.values())


def test_the_report_has_every_service_and_image(composed: Path) -> None:
    """What each holds when idle and at its peak, and how large each image is."""
    report = (composed / "evidence" / "backfill-on-docker-compose.md").read_text()
    footprint = json.loads((composed / "footprint.json").read_text())
    assert {one["name"] for one in footprint["images"]} >= {"airflow-vs-dagster/airflow", "airflow-vs-dagster/dagster"}
    for service in footprint["services"]:
        assert f"{service['name']} | {service['idle_bytes'] / 1e6:,.0f} |" in report
    for image in footprint["images"]:
        assert f"{image['name']} | {image['base'] or '–'} | {image['size_bytes'] / 1e6:,.0f} |" in report


def test_attached_to_them_the_same_tables_come_out(
    bench: Bench, urls: tuple[str, ...], airflow: httpx.Client, composed: Path, tmp_path: Path
) -> None:
    """Although the day has been run before, once by hand as well; of machines that are not ours nothing is told."""
    airflow.post("/weather_etl/dagRuns", json={"logical_date": "2013-02-12T06:00:00Z"}).raise_for_status()
    out = tmp_path / "out"
    done = bench("--target", "attached", *urls, "--days", "1", "--warm-ups", "0", "--out", str(out))
    assert done.returncode == 0, done.stderr
    found = measurements(out)
    assert set(found) == {"airflow:attached", "dagster:attached"}
    for one in found.values():
        assert one["parity"]["identical"], one["parity"]
        assert one["steps"]["done"] == 7
        assert one["resources"]["cpu_s"] is None
        assert one["metadata"] is None
    assert (out / "report.md").exists()


def test_what_does_not_fit_is_told_at_once(bench: Bench, urls: tuple[str, ...], stacks: Stacks, tmp_path: Path) -> None:
    """A wrong password, a wrong warehouse, a paused DAG, another limit: before anything is made."""
    airflow, dagster = urls[:2], urls[2:]
    wrong = {"BENCH_AIRFLOW_PASSWORD": "wrong"}
    nowhere = {"BENCH_AIRFLOW_WAREHOUSE": "host=127.0.0.1 port=1 dbname=warehouse"}
    cases: list[tuple[tuple[str, ...], dict[str, str], str]] = [
        (airflow, wrong, "user 'admin' is refused; look at BENCH_AIRFLOW_USER and BENCH_AIRFLOW_PASSWORD"),
        (airflow, nowhere, "the warehouse of BENCH_AIRFLOW_WAREHOUSE cannot be read"),
        ((*dagster, "--concurrency", "2"), {}, "ask for --concurrency 4"),
    ]
    for options, more, message in cases:
        done = bench("--target", "attached", *options, "--out", str(tmp_path / "out"), **more)
        assert done.returncode != 0
        assert message in " ".join(done.stderr.split())
        assert not (tmp_path / "out").exists()


def test_a_paused_dag_is_told(bench: Bench, urls: tuple[str, ...], airflow: httpx.Client, tmp_path: Path) -> None:
    """Its backfill would wait for ever."""
    airflow.patch("/weather_etl", json={"is_paused": True}).raise_for_status()
    try:
        done = bench("--target", "attached", *urls[:2], "--out", str(tmp_path / "out"))
    finally:
        airflow.patch("/weather_etl", json={"is_paused": False}).raise_for_status()
    assert "the DAG weather_etl is paused; unpause it" in " ".join(done.stderr.split())


def test_nothing_is_left_after_down(stacks: Stacks) -> None:
    """No container, network or volume; the last test here, for it takes everything down."""
    stacks.compose("down", "--volumes", "--timeout", "5")
    label = f"label=com.docker.compose.project={stacks.name}"
    assert stacks.containers() == []
    assert stacks.docker("volume", "ls", "--quiet", "--filter", label) == ""
    assert stacks.docker("network", "ls", "--quiet", "--filter", label) == ""
