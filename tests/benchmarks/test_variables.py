"""What of a caller's environment reaches what the harness starts and connects to."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg
import pytest
import urllib3
from airflow_client.client import ApiClient, Configuration
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.deployment import variables
from benchmarks.deployment.postgres import postgres
from benchmarks.deployment.supervisor import run_supervised
from benchmarks.errors import BenchError
from benchmarks.measuring import folders
from benchmarks.stacks.environment import clean_environment

HOSTILE = {
    "PGPORT": "5433",
    "PGHOSTADDR": "127.0.0.1",
    "PGSERVICE": "nowhere",
    "PGOPTIONS": "-c search_path=nowhere",
    "LC_ALL": "en_GB.UTF-8",
    "LC_MESSAGES": "de_DE.UTF-8",
    "LANG": "xx_YY",
    "PYTHONWARNINGS": "error",
    "PYTHONPATH": "/nowhere",
    "PYTHONHOME": "/nowhere",
    "UV_LOCKED": "1",
    "UV_PROJECT_ENVIRONMENT": "/nowhere",
    "COLUMNS": "20",
    "FORCE_COLOR": "1",
    "NO_COLOR": "1",
    "TERM": "dumb",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
}
OF_TOOLS = {"AIRFLOW_HOME": "/nowhere", "DAGSTER_HOME": "/nowhere", "DBT_PROFILES_DIR": "/nowhere"}
LEADS_ASTRAY = ("PG", "LC_", "PYTHON", "UV_", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM")
NAMES = st.text(st.characters(codec="ascii", categories=["Lu", "Nd"], include_characters="_"), min_size=1, max_size=12)
VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


def test_a_server_is_ours_whatever_the_caller_has_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """PG* and a locale that is not there reach neither the server nor those who connect; the port is named."""
    for name, value in HOSTILE.items():
        if name.startswith(("PG", "LC_", "LANG")):
            monkeypatch.setenv(name, value)
    before = dict(os.environ)
    with TemporaryDirectory(prefix="weather-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with postgres(Path(folder) / "data") as server:
            assert dict(os.environ) == before
            assert "port=5432" in server.conninfo("postgres")
            assert "port=5432" in server.sqlalchemy_url("postgres")
            variables.enter()
            with psycopg.connect(server.conninfo("postgres")) as connection:
                assert connection.execute("show server_encoding").fetchone() == ("UTF8",)
                assert connection.execute("show lc_messages").fetchone() == ("C",)
                assert connection.execute("show search_path").fetchone() == ('"$user", public',)


def test_a_server_that_cannot_start_says_why() -> None:
    """What PostgreSQL's own program says is in the error, and not in a log alone."""
    with TemporaryDirectory(prefix="weather-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        data.mkdir()
        (data / "left.txt").touch()
        said = r"does not start in .*data: .*exists but is not empty.*'bench doctor'"
        with pytest.raises(BenchError, match=said), postgres(data):
            pass


def test_no_client_takes_a_proxy_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """httpx, Airflow's client and urllib go to loopback directly, and to other hosts as the caller says."""
    for name, value in variables.ours(HOSTILE).items():
        monkeypatch.setenv(name, value)
    for host in ("127.0.0.1", "localhost"):
        assert not urllib.request.proxy_bypass_environment("example.org")
        assert urllib.request.proxy_bypass_environment(host)
        pool = ApiClient(Configuration(host=f"http://{host}:8080")).rest_client.pool_manager
        assert type(pool) is urllib3.PoolManager
        client = httpx.Client()
        assert client._transport_for_url(httpx.URL(f"http://{host}:8080")) is client._transport
        assert client._transport_for_url(httpx.URL("http://example.org")) is not client._transport


@given(caller=st.dictionaries(NAMES, VALUES), no_proxy=st.none() | VALUES)
def test_what_leads_astray_is_not_handed_on_and_all_else_is(caller: dict[str, str], no_proxy: str | None) -> None:
    """Of any caller's environment, the hostile variables are gone, others stay, and loopback is exempt from proxies."""
    told = caller | HOSTILE | ({} if no_proxy is None else {"NO_PROXY": no_proxy})
    found = variables.ours(told)
    assert not [name for name in found if name.startswith(LEADS_ASTRAY) and name != "LC_ALL"]
    assert found["LC_ALL"] == "C.UTF-8"
    assert {name: found.get(name) for name in told if name.endswith("_PROXY") and name != "NO_PROXY"} == {
        name: value for name, value in told.items() if name.endswith("_PROXY") and name != "NO_PROXY"
    }
    exempt = found["NO_PROXY"].split(",")
    assert {"127.0.0.1", "localhost", "::1"} <= set(exempt)
    assert {host.strip() for host in (no_proxy or "").split(",") if host.strip()} <= set(exempt)
    assert found["no_proxy"] == found["NO_PROXY"]


def test_uv_keeps_where_packages_come_from_and_loses_what_changes_the_environment() -> None:
    """An index, a cache, a certificate are the caller's to name; a project or a lock are ours."""
    caller = {"UV_INDEX_URL": "https://example.org", "UV_CACHE_DIR": "/c", "SSL_CERT_FILE": "/s", "UV_LOCKED": "1"}
    found = variables.of_uv(caller | {"UV_PYTHON": "3.9", "VIRTUAL_ENV": "/v"})
    assert caller.items() - found.items() == {("UV_LOCKED", "1")}
    assert not {"UV_PYTHON", "VIRTUAL_ENV"} & set(found)


def test_nothing_hostile_reaches_a_process_that_is_supervised_nor_a_stacks_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the harness's own processes nor services see it, and files of both can be read by PostgreSQL's user."""
    for name, value in (HOSTILE | OF_TOOLS).items():
        if not name.startswith("PYTHON") or name == "PYTHONPATH":
            monkeypatch.setenv(name, value)
    before = os.umask(0o077)
    try:
        state = tmp_path / "state"
        state.mkdir()
        log = tmp_path / "log"
        code = "import os, sys; print(os.environ); open(sys.argv[1], 'w').close(); print(oct(os.umask(0)))"
        command = [sys.executable, "-c", code, str(tmp_path / "made")]
        assert run_supervised(command, state / "own", log, lambda _: None) == 0
    finally:
        os.umask(before)
    told = log.read_text()
    hostile = {name for name in HOSTILE if not name.lower().endswith("_proxy")} - {"LC_ALL", "LANG"}
    assert not [name for name in hostile if f"'{name}'" in told]
    assert "'LC_ALL': 'C.UTF-8'" in told
    assert "0o22" in told
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o644
    found = clean_environment(tmp_path)
    assert not set(OF_TOOLS) & set(found)
    assert not [name for name in found if name.startswith(LEADS_ASTRAY) and name != "LC_ALL"]


@pytest.mark.parametrize(("name", "told"), [("a b", "holds ' '"), ("x" * 90, "bytes, and a socket's path leaves 82")])
def test_a_folder_for_temporary_files_that_no_socket_can_be_in_is_refused(
    name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A blank or too long a path is named with the variable that says it."""
    (tmp_path / name).mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / name))
    with pytest.raises(BenchError, match=f"TMPDIR={tmp_path / name}: .*{told}"), folders.state_folder():
        pass


def test_the_longest_folder_that_is_not_refused_takes_a_socket() -> None:
    """The limit is Linux's own."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as one:
        own = Path(folder, "x" * (folders._LONGEST - len(folder) - 1), "0123456789")
        own.mkdir(parents=True)
        one.bind(str(own / ".s.PGSQL.5432"))


def test_no_command_warns_that_there_is_no_runtime_folder() -> None:
    """Without XDG_RUNTIME_DIR, as over ssh or in a container, commands say nothing of it."""
    environment = {name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"}
    code = "import benchmarks.cli.app as app; app.commands()"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
