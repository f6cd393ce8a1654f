"""What sampled call stacks say that processes did."""

import pytest

from benchmarks.metering.profiler import REST, Sampled, looks

HARNESS = 'process 1:"python -m pytest"'
WORKER = f'{HARNESS};process 7:"/e/bin/python /e/bin/celery worker"'
DBT = f'{WORKER};process 9:"/e/bin/python /e/bin/dbt {{}}"'
MAIN = "<module> (/e/bin/dbt:8)"
E = "/e/site-packages/"


@pytest.mark.parametrize(
    ("stack", "doing"),
    [
        (f"{DBT.format('--version')};{MAIN};_find_and_load (<frozen importlib._bootstrap>:1176)", "dbt --version"),
        (DBT.format("build"), "no Python call"),
        (f"{DBT.format('build')};{MAIN};_find_and_load (<frozen importlib._bootstrap>:1176)", "imports"),
        (f"{DBT.format('build')};{MAIN};load ({E}dbt/parser/manifest.py:3)", "dbt: start and parse"),
        (
            f"{WORKER};wrapper ({E}dbt/cli/requires.py:9);run ({E}dbt/task/runnable.py:3);x ({E}jinja2/a.py:1)",
            "dbt: models and tests",
        ),
        (
            f"{WORKER};read (/p/shared_etl/steps/a.py:3);connect ({E}psycopg/connection.py:9)",
            "connections",
        ),
        (f"{WORKER};read (/p/shared_etl/steps/a.py:3);merge ({E}pandas/core.py:9)", "Python steps"),
        (
            f"{WORKER};store ({E}dagster/_core/storage/event_log/base.py:1)",
            "orchestrator: events and states",
        ),
        (f"{WORKER};loop ({E}dagster/_daemon/daemon.py:1)", "orchestrator: else"),
        (f"{WORKER};poll (/usr/lib/python3.11/selectors.py:1)", REST),
    ],
)
def test_a_stack_does_the_first_thing_that_is_found_in_it(stack: str, doing: str) -> None:
    assert looks([f"{stack} 12"], harness=1) == {doing: 12}


def test_what_the_harness_did_itself_is_left_out() -> None:
    """Its own stacks, which are the first of every line."""
    own = f"{HARNESS};look (/p/benchmarks/metering/processes.py:1) 5"
    assert looks([own, f"{WORKER};f ({E}airflow/jobs/a.py:1) 2"], harness=1) == {"orchestrator: events and states": 2}


def test_cpu_time_is_divided_as_the_looks_are() -> None:
    """None of it where nothing was found on a core."""
    found = Sampled()
    assert found.shares(9.0) == {}
    found.looks.update({"imports": 3, REST: 1})
    assert found.shares(8.0) == {"imports": 6.0, REST: 2.0}
