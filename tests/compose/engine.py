"""A Docker engine with Compose and base images, also on a machine that has no engine yet and reaches no registry."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).parents[2]
STANDIN = Path(os.environ.get("STANDIN", PROJECT.parent / "shared" / "standin"))
"""Scripts that fetch Compose and build stand-ins for the base images where no registry can be reached."""
PYTHON_IMAGE, POSTGRES_IMAGE, REDIS_IMAGE = "python:3.11-slim-bookworm", "postgres:16", "redis:7"
PYTHON_STANDIN, POSTGRES_STANDIN, REDIS_STANDIN = "standin/python:3.11", "standin/postgres:16", "standin/redis:7"
_REDIS = f"""
FROM {PYTHON_STANDIN}
RUN apt-get update -q && apt-get install -q -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/*
"""


class NoDockerError(Exception):
    """Docker cannot run here, and why."""


def ran(command: list[str], **more: object) -> bool:
    """Whether the command succeeds."""
    if shutil.which(command[0]) is None:
        return False
    done = subprocess.run(command, capture_output=True, check=False, timeout=600, **more)  # type: ignore[call-overload]
    return bool(done.returncode == 0)


@contextmanager
def engine(folder: Path) -> Iterator[dict[str, str]]:
    """The variables for docker's command line, with an engine that answers; one that was started is stopped.

    Raises NoDockerError where there is none, and none can be started.
    """
    if ran(["docker", "info"]):
        with _plugins(folder) as variables:
            yield variables
        return
    dockerd = shutil.which("dockerd")
    if dockerd is None or os.geteuid() != 0:
        raise NoDockerError("no Docker engine answers, and none can be started (dockerd, as root)")
    log = folder / "dockerd.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [dockerd, f"--data-root={folder / 'docker'}", f"--exec-root={folder / 'exec'}"],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 60
        while not ran(["docker", "info"]):
            if process.poll() is not None or time.monotonic() > deadline:
                raise NoDockerError(f"dockerd did not start: {log.read_text()[-2000:]}")
            time.sleep(0.5)
        with _plugins(folder) as variables:
            yield variables
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def _plugins(folder: Path) -> Iterator[dict[str, str]]:
    """Compose, as it is installed or, where it is not, from the stand-ins' script."""
    if ran(["docker", "compose", "version"]) and ran(["docker", "buildx", "version"]):
        yield {}
        return
    config = folder / "config"
    if not (STANDIN / "compose-plugins").exists():
        raise NoDockerError("Docker has no Compose v2: install the package docker-compose-plugin")
    if not ran([str(STANDIN / "compose-plugins"), str(config)]):
        raise NoDockerError("Docker has no Compose v2, and it could not be fetched")
    yield {"DOCKER_CONFIG": str(config)}


def base_images(folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """The variables that name base images: none where the usual ones can be pulled, otherwise the stand-ins.

    Raises NoDockerError where there are neither.
    """
    environment = {**os.environ, **variables}
    usual = (PYTHON_IMAGE, POSTGRES_IMAGE, REDIS_IMAGE)
    if all(ran(["timeout", "120", "docker", "pull", "--quiet", image], env=environment) for image in usual):
        return {}
    standins = {"PYTHON_IMAGE": PYTHON_STANDIN, "POSTGRES_IMAGE": POSTGRES_STANDIN, "REDIS_IMAGE": REDIS_STANDIN}
    if ran(["docker", "image", "inspect", *standins.values()], env=environment):
        return standins  # built anew, they would make every image on them be built anew
    if not (STANDIN / "build-images").exists():
        raise NoDockerError("no image registry can be reached")
    # The machine's own Python builds them: the one of the tests' environment has no pip.
    own = str(Path(sys.prefix) / "bin")
    path = os.pathsep.join(entry for entry in environment["PATH"].split(os.pathsep) if entry != own)
    command = [STANDIN / "build-images", folder / "images"]
    done = subprocess.run(command, env={**environment, "PATH": path}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoDockerError(
            f"no image registry can be reached, and the stand-ins could not be built: {done.stderr[-1000:]}"
        )
    built = ["docker", "build", "--quiet", "--tag", REDIS_STANDIN, "-"]
    if not ran(built, env={**environment, "DOCKER_BUILDKIT": "0"}, input=_REDIS.encode()):
        raise NoDockerError("no image registry can be reached, and the stand-in for Redis could not be built")
    return standins
