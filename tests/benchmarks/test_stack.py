"""What every stack has in common: how the end of a backfill is waited for."""

import os
import sys
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

import benchmarks.stacks.stack
from benchmarks.deployment.postgres import Postgres, postgres
from benchmarks.deployment.services import Service, kill, start, stop
from benchmarks.errors import BenchError
from benchmarks.metering.step_log import last_steps
from benchmarks.stacks.airflow.environment import Installation
from benchmarks.stacks.bare.driver import Bare
from benchmarks.stacks.registry import contender
from benchmarks.stacks.stack import Deployment
from records.names import PIPELINE
from shared_etl.days import Days
from shared_etl.warehouse import Warehouse

WEEK = Days.parse("2013-01-01", "2013-01-07")
ADD = """
insert into etl.step_log (step, kind, partition_start, partition_end, attempt, outcome, started_at, process, host)
values (%s, 'python', %s, %s, 1, 'done', now(), '1', 'here')
"""


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A PostgreSQL with an empty warehouse."""
    with TemporaryDirectory(prefix="stack-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with postgres(Path(folder) / "data") as started:
            started.create_database("warehouse")
            Warehouse(started.conninfo("warehouse")).create()
            yield started


def stack(server: Postgres, folder: Path) -> Bare:
    """Any stack will do."""
    return Bare(Deployment(contender("bare"), server, folder, folder, {}))


def log(server: Postgres, days: Days, step: str = PIPELINE[-1]) -> None:
    """The step log says that the step is done for the days."""
    with psycopg.connect(server.conninfo("warehouse"), autocommit=True) as connection:
        connection.execute(ADD, (step, days.start, days.end))


def test_the_control_plane_is_asked_seldom_until_the_last_step_of_every_day_is_logged(
    server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer costs the stack: looks at the step log are many, questions few until it is complete."""
    looks = 0
    asked_at_look: list[int] = []
    for day in list(WEEK)[:-1]:
        log(server, day)
    log(server, WEEK, PIPELINE[0])

    def looked(connection: psycopg.Connection, after: int) -> int:
        nonlocal looks
        looks += 1
        return last_steps(connection, after)

    def ended() -> bool:
        asked_at_look.append(looks)
        if len(asked_at_look) == 2:
            log(server, list(WEEK)[-1])
        return len(asked_at_look) == 5

    monkeypatch.setattr(benchmarks.stacks.stack, "last_steps", looked)
    stack(server, tmp_path).until_ended(ended, WEEK, [])
    first, second, *rest = asked_at_look
    assert first == 1
    assert second > 5
    assert rest == [second + 1, second + 2, second + 3]


def test_a_range_completes_the_log_as_its_days_do(server: Postgres) -> None:
    """The last step over all days at once is the last step of every day."""
    log(server, WEEK)
    with psycopg.connect(server.conninfo("warehouse")) as connection:
        assert last_steps(connection) == len(WEEK)


def test_a_service_that_ends_is_told_while_waiting(server: Postgres, tmp_path: Path) -> None:
    """Rather than waiting for what will never come."""
    service = Service("short-lived", [sys.executable, "-c", "print('gone')"], {})
    running = start(service, tmp_path / "service.log")
    try:
        with pytest.raises(BenchError, match="short-lived ended"):
            stack(server, tmp_path).until_ended(lambda: False, WEEK, [running])
    finally:
        stop(running.process)


def test_a_service_that_is_started_again_says_only_what_is_its_own(tmp_path: Path) -> None:
    """Whoever waits for a word in its log does not take the one before it for it."""
    log = tmp_path / "service.log"
    said = []
    for word in ("first", "second"):
        running = start(Service("short-lived", ["echo", word], os.environ), log)
        running.process.wait()
        said.append(running.said())
    assert said == ["first\n", "second\n"]
    assert log.read_text() == "first\nsecond\n"


def test_services_that_are_killed_take_what_they_started_along(tmp_path: Path) -> None:
    """At once, with all that runs under them; one that has ended already does not matter."""
    service = Service("shell", ["sh", "-c", "sleep 100 & sleep 100"], os.environ)
    running = [
        start(service, tmp_path / "shell.log"),
        start(Service("end", ["true"], os.environ), tmp_path / "end.log"),
    ]
    running[1].process.wait()
    while len(family := running[0].process.children()) < 2:
        time.sleep(0.01)
    kill(running)
    assert not any(process.is_running() and process.status() != "zombie" for process in (running[0].process, *family))


def test_services_of_one_airflow_share_the_keys_that_an_installation_would_make_for_each() -> None:
    """Its own airflow.cfg is written as its services start, side by side: one may read a key that others have not."""
    one, other = Installation().secrets, Installation().secrets
    assert len(urlsafe_b64decode(one["AIRFLOW__CORE__FERNET_KEY"])) == 32
    assert one.keys() == {
        "AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__CORE__FERNET_KEY"
    }  # fmt: skip
    assert not set(one.values()) & set(other.values())
