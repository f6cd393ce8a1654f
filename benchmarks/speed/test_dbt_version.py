"""`dbt --version`, which dagster-dbt has run in every run: it asks PyPI for the newest version."""

import os
import resource
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.environments import python
from benchmarks.speed.conftest import Say

ROUNDS = 3


@pytest.fixture
def proxy(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The variables that let PyPI answer, be refused, or never answer."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "timed out":
            listener.listen()  # and never accepts
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        named = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), address)
        yield {} if request.param == "answered" else {**named, "NO_PROXY": "", "no_proxy": ""}


@pytest.mark.parametrize("proxy", ["answered", "refused", "timed out"], indirect=True)
def test_dbt_tells_its_version(
    benchmark: BenchmarkFixture, proxy: dict[str, str], say: Say, request: pytest.FixtureRequest
) -> None:
    """Wall and CPU time; where PyPI is not to be reached, 'answered' is as it is there, and says so."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    def version() -> str:
        dbt = python("dagster").with_name("dbt")
        command = [str(dbt), "--version"]
        return subprocess.run(command, env=os.environ | proxy, capture_output=True, text=True, check=True).stdout

    told = benchmark.pedantic(version, rounds=ROUNDS, iterations=1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / ROUNDS
    assert benchmark.stats is not None
    knows = "" if "latest" in told and "Could not determine" not in told else " not"
    took = f"{benchmark.stats.stats.min:.2f} s, {cpu_s:.2f} CPU s"
    say(f"{request.node.callspec.id}: {took}; the newest version is{knows} known")
