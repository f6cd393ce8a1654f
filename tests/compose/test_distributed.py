"""Celery workers do the work, two for each stack, and one of them may be killed."""

import csv
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from benchmarks.deployment.addresses import Address
from benchmarks.deployment.environments import python
from benchmarks.deployment.services import wait_until
from benchmarks.errors import BackfillError
from benchmarks.metering.parity import export, parity
from benchmarks.metering.step_log import counts, last_id, last_steps
from benchmarks.stacks.loading import stack_of
from benchmarks.stacks.registry import contender
from benchmarks.stacks.stack import Deployment, Stack
from shared_etl.days import Days

from .conftest import Stacks, composed_stacks
from .engine import PROJECT, PYTHON_IMAGE

WEEK = Days.parse("2013-02-11", "2013-02-17")
OTHER_WEEK = Days.parse("2013-03-04", "2013-03-10")


@pytest.fixture(scope="module")
def distributed(docker: dict[str, str]) -> Iterator[Stacks]:
    """Both stacks with two workers each."""
    with composed_stacks(docker, "distributed", "--scale", "airflow-worker=2", "--scale", "dagster-worker=2") as made:
        yield made


@pytest.fixture(scope="module")
def results(distributed: Stacks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a week's backfill on both."""
    out = tmp_path_factory.mktemp("distributed") / "results"
    command = [sys.executable, "-m", "benchmarks.cli", "run", "--target", "compose", "--days", str(len(WEEK))]
    command += ["--start", str(WEEK.start), "--rounds", "1", "--warm-ups", "0", "--time-builds", "--out", str(out)]
    done = subprocess.run(
        command, cwd=PROJECT, env=distributed.environment, capture_output=True, text=True, check=False, timeout=1800
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.mark.parametrize("stack", ["airflow", "dagster"])
def test_a_week_is_done_by_both_workers_and_leaves_the_tables_of_bare(results: Path, stack: str) -> None:
    """Every step once, and no step anywhere but on a worker: the step log has the hosts."""
    (file,) = results.glob(f"measurements/*-{stack}-distributed-round1.json")
    found = json.loads(file.read_text())["benchmarks"][0]["extra_info"]
    assert found["parity"]["identical"]
    assert found["steps"] == {"expected": 49, "done": 49, "failed": 0, "repeated": 0}
    with (results / "step_log" / f"{file.stem}.csv").open(newline="") as log:
        hosts = {row["host"] for row in csv.DictReader(log) if row["kind"] == "python"}
    assert len(hosts) == 2


def test_how_long_our_images_took_to_build_is_told(results: Path, distributed: Stacks) -> None:
    """Both were built anew, on the base image that is named; of those of others nothing is told."""
    footprint = json.loads((results / "footprint.json").read_text())
    base = distributed.environment.get("PYTHON_IMAGE", PYTHON_IMAGE)
    built = {one["name"] for one in footprint["images"] if one["base"] == base and one["build_s"]}
    assert built == {distributed["AIRFLOW_IMAGE"], distributed["DAGSTER_IMAGE"]}


@pytest.mark.parametrize("stack", ["airflow", "dagster"])
def test_a_worker_that_is_killed_mid_way_loses_and_duplicates_nothing(
    distributed: Stacks, stack: str, tmp_path: Path
) -> None:
    """The other does what it left: the tables of the week are bare's."""
    driver = _driver(distributed, stack, tmp_path)
    warehouse = driver.deployment.warehouse
    before = driver.log_before = last_id(warehouse)
    victim = distributed.running(f"{stack}-worker")[0]
    with driver.running(), psycopg.connect(warehouse, autocommit=True) as log:
        backfill = threading.Thread(target=_backfill, args=(driver,))
        backfill.start()
        wait_until(lambda: last_steps(log, before) >= 1, "the first day's end", [], 600)
        distributed.docker("kill", victim)
        # What it had begun is given up after minutes, and done again; some of it twice, if it had been done already.
        wait_until(lambda: _all_done(warehouse, before) and driver.busy() == 0, "the week's end", [], 1800, 2)
        backfill.join()
    export(warehouse, tmp_path / "left", OTHER_WEEK)
    found = parity(_bare(distributed, stack, tmp_path), tmp_path / "left")
    assert found.identical, found.differences


def _all_done(warehouse: str, after: int) -> bool:
    """Whether every step of every day has been done since then."""
    found = counts(warehouse, OTHER_WEEK, after)
    return found.done == found.expected


def _driver(distributed: Stacks, stack: str, folder: Path) -> Stack:
    """The harness's driver of the stack."""
    user, port = ("admin", "AIRFLOW_PORT") if stack == "airflow" else ("", "DAGSTER_PORT")
    warehouse = distributed.database(f"{stack}_warehouse")
    url, password = f"http://127.0.0.1:{distributed[port]}", distributed["AIRFLOW_ADMIN_PASSWORD"]
    address = Address("here", url, user, password, "", warehouse, "")
    chosen = contender(f"{stack}:distributed")
    return stack_of(Deployment(chosen, address, folder, folder, {}, concurrency=4))


def _backfill(driver: Stack) -> None:
    """Ask for the week; a run that failed on the worker that was killed is done again by another."""
    with suppress(BackfillError):
        driver.backfill(OTHER_WEEK)


def _bare(distributed: Stacks, stack: str, folder: Path) -> Path:
    """The tables that plain Python leaves of the week, in a database of its own."""
    name = f"bare_{stack}"
    with psycopg.connect(distributed.database("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    environment = {
        **distributed.environment,
        "WAREHOUSE_HOST": "127.0.0.1",
        "WAREHOUSE_PORT": distributed["POSTGRES_PORT"],
        "WAREHOUSE_PASSWORD": distributed["POSTGRES_PASSWORD"],
        "WAREHOUSE_DATABASE": name,
        "WEATHER_REPORTS": str(folder / "reports"),
        "DBT_TARGET_PATH": str(folder / "dbt"),
        "DBT_LOG_PATH": str(folder / "dbt"),
    }
    for command in (["deploy"], ["run", str(OTHER_WEEK.start), str(OTHER_WEEK.end), "--as-range"]):
        done = subprocess.run(
            [python("bare"), "-m", "shared_etl", *command],
            env=environment, cwd=PROJECT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    export(distributed.database(name), folder / "bare")
    return folder / "bare"
