"""Stacks that are up already: what is there is checked before anything is measured."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.cli.app import commands
from benchmarks.deployment.services import free_port
from benchmarks.errors import BenchError
from benchmarks.scenarios.asking import Wish, asks
from benchmarks.stacks import addresses

Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """What `bench run` refuses the options with; nothing was made."""

    def message(*options: str) -> str:
        out = tmp_path / "out"
        done = CliRunner().invoke(commands(), ["run", "--days", "3", "--out", str(out), *options])
        assert isinstance(done.exception, BenchError), done.output
        assert not out.exists()
        return str(done.exception)

    return message


@contextmanager
def answering(answers: dict[str, object], otherwise: int = 404) -> Iterator[str]:
    """The address of a server that answers these paths, and every other with that status."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path in answers
            self.send_response(200 if known else otherwise)
            self.end_headers()
            self.wfile.write(json.dumps(answers.get(self.path, {"detail": "Not Found"})).encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def warehouses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both warehouses are named."""
    for stack in ("AIRFLOW", "DAGSTER"):
        monkeypatch.setenv(f"BENCH_{stack}_WAREHOUSE", f"host=127.0.0.1 port={free_port()} dbname=warehouse")


@pytest.mark.usefixtures("warehouses")
@pytest.mark.parametrize("stack", ["airflow", "dagster"])
def test_an_address_where_nobody_answers_is_named(refused: Refused, stack: str) -> None:
    """With the option that it came from."""
    url = f"http://127.0.0.1:{free_port()}"
    said = refused("--target", "attached", "--url", f"{stack}={url}")
    assert said.startswith(f"--url {stack}={url}: no {stack.capitalize()} answers there")


@pytest.mark.usefixtures("warehouses")
@pytest.mark.parametrize("stack", ["airflow", "dagster"])
def test_an_address_of_something_else_is_named(refused: Refused, stack: str) -> None:
    """A server that answers, but not as the stack does."""
    with answering({"/": "welcome"}) as url:
        assert f"no {stack.capitalize()} answers there" in refused("--target", "attached", "--url", f"{stack}={url}")


@pytest.mark.usefixtures("warehouses")
def test_an_airflow_before_3_is_told_from_none(refused: Refused) -> None:
    """It has an API, of a version that has no backfills."""
    with answering({"/api/v1/version": {"version": "2.11.0"}}) as url:
        assert "no REST API v2; update it" in refused("--target", "attached", "--url", f"airflow={url}")


@pytest.mark.usefixtures("warehouses")
def test_a_dagster_that_is_too_old_is_told(refused: Refused) -> None:
    """With its version, and the oldest that is known to work."""
    with answering({"/graphql": {"data": {"version": "1.4.17"}}}) as url:
        assert "is Dagster 1.4.17, and 1.9 is the oldest" in refused("--target", "attached", "--url", f"dagster={url}")


@pytest.mark.usefixtures("warehouses")
def test_an_airflow_without_the_dag_says_what_to_deploy(refused: Refused) -> None:
    """It lets us in, and has other DAGs."""
    answers: dict[str, object] = {"/api/v2/version": {"version": "3.3.2"}, "/auth/token": {"access_token": "token"}}
    with answering(answers) as url:
        assert "there is no DAG weather_etl; deploy airflow_dags" in refused(
            "--target", "attached", "--url", f"airflow={url}"
        )


@pytest.mark.usefixtures("warehouses")
def test_an_airflow_user_who_may_not_read_the_dag_is_told(refused: Refused) -> None:
    """It lets us in, and no further."""
    answers: dict[str, object] = {"/api/v2/version": {"version": "3.3.2"}, "/auth/token": {"access_token": "token"}}
    with answering(answers, otherwise=403) as url:
        assert "may not read the DAG weather_etl (403" in refused("--target", "attached", "--url", f"airflow={url}")


@pytest.mark.usefixtures("warehouses")
def test_a_dagster_without_the_assets_says_what_to_deploy(refused: Refused) -> None:
    """It has assets, and ours not among them."""
    other = {"assetKey": {"path": ["orders"]}, "isPartitioned": True, "dependencyKeys": []}
    with answering({"/graphql": {"data": {"version": "1.13.24", "assetNodes": [other]}}}) as url:
        said = refused("--target", "attached", "--url", f"dagster={url}")
    assert "there are no partitioned assets city_aggregates, cleaned_weather_data" in said
    assert said.endswith("deploy dagster_defs")


@pytest.mark.usefixtures("warehouses")
def test_a_proxy_before_dagster_that_asks_for_a_login_is_told(refused: Refused) -> None:
    """With the variables that one comes from."""
    with answering({}, otherwise=401) as url:
        said = refused("--target", "attached", "--url", f"dagster={url}")
    assert "a login is asked for; look at BENCH_DAGSTER_USER and BENCH_DAGSTER_PASSWORD" in said


def test_a_warehouse_that_is_not_named_is_asked_for(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variable that names it."""
    monkeypatch.delenv("BENCH_AIRFLOW_WAREHOUSE", raising=False)
    assert "BENCH_AIRFLOW_WAREHOUSE is not set" in refused(
        "--target", "attached", "--url", "airflow=http://127.0.0.1:1"
    )


def test_compose_without_its_secrets_says_how_to_make_them(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The same file as docker compose reads."""
    monkeypatch.setattr(addresses, "ENV_FILE", tmp_path / ".env")
    for name in ("AIRFLOW_ADMIN_PASSWORD", "POSTGRES_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    assert "AIRFLOW_ADMIN_PASSWORD, POSTGRES_PASSWORD not in .env; run 'make .env'" in refused("--target", "compose")


def test_a_port_of_compose_that_is_none_is_told(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By its variable's name; an empty one is none, as for compose."""
    monkeypatch.setattr(addresses, "ENV_FILE", tmp_path / ".env")
    monkeypatch.setenv("AIRFLOW_PORT", "eighty")
    assert "AIRFLOW_PORT in .env cannot be used" in refused("--target", "compose")
    monkeypatch.setenv("AIRFLOW_PORT", "")
    assert "AIRFLOW_PORT" not in refused("--target", "compose")


def test_other_readings_than_the_composed_stacks_read_are_refused(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their tables would differ from bare's, and no number would come of it."""
    for name in ("AIRFLOW_ADMIN_PASSWORD", "POSTGRES_PASSWORD"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("WEATHER_SOURCE", "generated:5")
    said = refused("--target", "compose", "--source", "generated:50")
    assert said.startswith("--source generated:50: the stacks of docker compose read generated:5; make it the same")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--target", "attached"], "takes --url TOOL=ADDRESS, once or more"),
        (["--url", "airflow=http://127.0.0.1:8080"], "takes --url TOOL=ADDRESS, once or more; no other target does"),
        (["--target", "moon"], "--target moon"),
        (["--target", "attached", "--url", "airflow=localhost:8080"], "is no address; it begins with http://"),
        (
            ["--target", "attached", "--url", "dagster=https://me:secret@dagster"],
            "--url dagster=…: holds a login; give it",
        ),
        (["--contender", "airflow:compose"], "is up already; measure it with --target compose"),
        (["--target", "compose", "--contender", "bare"], "is not at the target compose; take airflow, dagster"),
        (["failed-step", "--target", "compose"], "can be asked for backfill and aa alone"),
        (["--time-builds"], "goes with --target compose"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    """Before anything is started."""
    for name in ("AIRFLOW_ADMIN_PASSWORD", "POSTGRES_PASSWORD"):
        monkeypatch.setenv(name, "secret")
    assert message in refused(*options)


def test_a_stack_that_is_up_already_is_asked_for_nothing_but_backfills() -> None:
    """Its work, its data and its settings are not ours to change."""
    wish = Wish(contenders=("airflow:compose", "dagster:compose"), up_already=True)
    assert {ask.scenario for ask in asks("standard", wish)} == {"backfill", "aa"}
