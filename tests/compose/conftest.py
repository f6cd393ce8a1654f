"""Both stacks, brought up by docker compose once for all tests here."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.deployment.services import free_port

from ..supervised import PROJECTS
from .engine import PROJECT, NoDockerError, base_images, engine


@dataclass(frozen=True)
class Stacks:
    """The composed stacks: how to call docker, and what is in their .env."""

    environment: dict[str, str]
    name: str

    def docker(self, *arguments: str, timeout_s: float = 900) -> str:
        """What docker prints; raises CalledProcessError with it where it fails."""
        done = subprocess.run(
            ["docker", *arguments],
            env=self.environment,
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=timeout_s,
        )
        assert done.returncode == 0, f"docker {' '.join(arguments)}: {done.stdout[-6000:]}"
        return done.stdout

    def compose(self, *arguments: str) -> str:
        """What docker compose prints."""
        return self.docker("compose", *arguments)

    def containers(self, *more: str) -> list[dict[str, Any]]:
        """Everything about each container of the project, ended ones too."""
        ids = self.docker("ps", "--all", "--quiet", "--filter", f"label=com.docker.compose.project={self.name}").split()
        found: list[dict[str, Any]] = json.loads(self.docker("inspect", *ids, *more)) if ids else []
        return found

    def running(self, service: str) -> list[str]:
        """The ids of the service's running containers."""
        return self.compose("ps", "--quiet", service).split()

    def database(self, name: str) -> str:
        """How to reach a database of its PostgreSQL, as the superuser."""
        password = self["POSTGRES_PASSWORD"]
        return f"host=127.0.0.1 port={self['POSTGRES_PORT']} user=postgres password={password} dbname={name}"

    def __getitem__(self, name: str) -> str:
        return self.environment[name]


@pytest.fixture(scope="session")
def docker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of docker's command line, base images named."""
    folder = tmp_path_factory.mktemp("docker")
    try:
        with engine(folder) as variables:
            yield {**os.environ, **variables, **base_images(folder, variables)}
    except NoDockerError as reason:
        if os.environ.get("WITHOUT_DOCKER") != "accepted":
            pytest.fail(f"NOT RUN: {reason}. WITHOUT_DOCKER=accepted leaves these tests out.")
        pytest.skip(f"NOT RUN: {reason}")


@pytest.fixture(scope="session")
def stacks(docker: dict[str, str]) -> Iterator[Stacks]:
    """Both stacks, healthy."""
    with composed_stacks(docker, "together") as made:
        yield made


@contextmanager
def composed_stacks(docker: dict[str, str], kind: str, *options: str) -> Iterator[Stacks]:
    """Stacks on ports and secrets of their own, brought up with the options; torn down with their volumes."""
    printed = subprocess.run(
        [sys.executable, PROJECT / "docker" / "new_env.py", kind], stdout=subprocess.PIPE, text=True, check=True
    )
    secrets = dict(line.split("=", 1) for line in printed.stdout.split())
    ports = {f"{who}_PORT": str(free_port()) for who in ("POSTGRES", "AIRFLOW", "DAGSTER")}
    name = f"weather-{kind}-{os.getpid()}"
    made = Stacks({**docker, **secrets, **ports, "RESTART": "no", "COMPOSE_PROJECT_NAME": name}, name)
    if noted := os.environ.get(PROJECTS):
        with Path(noted).open("a") as file:
            file.write(f"{name}\n")
    try:
        made.compose("build", "--quiet")
        made.compose("up", "--wait", "--quiet-pull", *options)
        yield made
    except AssertionError:
        print(made.docker("compose", "logs", "--tail", "40"))  # noqa: T201
        raise
    finally:
        made.compose("down", "--volumes", "--timeout", "5")
