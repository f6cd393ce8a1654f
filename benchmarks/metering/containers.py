"""CPU and memory of docker compose's containers, as the engine's statistics tell them."""

import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from docker.errors import DockerException, NotFound
from docker.models.containers import Container

import docker
from benchmarks.deployment.environments import PROJECT, StackName
from benchmarks.errors import BenchError
from records.measurement import Footprint, Image, Resources, Service

PROJECT_LABEL, SERVICE_LABEL = "com.docker.compose.project", "com.docker.compose.service"
_BASE_LABEL = "org.opencontainers.image.base.name"
_LOOK_S = 2
"""The engine takes some milliseconds for each container's statistics."""


@dataclass
class ContainerUsage:
    """What the containers used between the two ends of `measured`."""

    cpu_s_by_service: dict[str, float] = field(default_factory=dict)
    """{} where a container ended meanwhile, or began anew: what it had used is gone with it."""
    peak_bytes_by_service: dict[str, int] = field(default_factory=dict)
    """The highest that any look found, what the kernel could drop at once left out; {} where it was not to be read."""
    harness_cpu_s: float = 0

    def resources(self) -> Resources:
        """The same as it is recorded."""
        return Resources(
            cpu_s=round(sum(self.cpu_s_by_service.values()), 2) if self.cpu_s_by_service else None,
            cpu_s_by_role=self.cpu_s_by_service,
            peak_bytes_by_container=self.peak_bytes_by_service,
            harness_cpu_s=self.harness_cpu_s,
            elsewhere_cpu_s=None,
        )


def containers(stack: StackName, project: str) -> list[Container]:
    """The running containers of a stack, and of PostgreSQL and (with Celery) Redis, which serve both.

    Raises BenchError where the engine does not answer, or has none of them.
    """
    own = [one for one in _of_project(project) if _service(one).startswith((f"{stack}-", "postgres", "redis"))]
    if not any(_service(one).startswith(stack) for one in own):
        raise BenchError(
            f"--target compose: no container of {stack} runs in the project {project}; 'docker compose up'"
        )
    return own


def _of_project(project: str) -> list[Container]:
    try:
        return list(docker.from_env().containers.list(filters={"label": f"{PROJECT_LABEL}={project}"}))
    except DockerException as problem:
        raise BenchError(
            f"--target compose: the container engine does not answer ({problem}); where 'docker context inspect' names "
            "another than the usual one, put its address into DOCKER_HOST"
        ) from problem


@contextmanager
def measured(found: list[Container], *, memory: bool = False) -> Iterator[ContainerUsage]:
    """Measure the containers from here to the end of the block; the result is whole when the block has ended."""
    usage = ContainerUsage()
    stop = threading.Event()
    peaks: dict[str, int] = {}

    def look() -> None:
        while not stop.wait(_LOOK_S):
            for service, held in memory_by_service(found).items():
                peaks[service] = max(held, peaks.get(service, 0))

    watcher = threading.Thread(target=look, daemon=True) if memory else None
    before, own = _cpu_s(found), time.process_time()
    if watcher:
        watcher.start()
    try:
        yield usage
    finally:
        after = _cpu_s(found)
        stop.set()
        if watcher:
            watcher.join()
        usage.harness_cpu_s = time.process_time() - own
        if after.keys() == before.keys() and all(after[one] >= before[one] for one in after):
            usage.cpu_s_by_service = _by_service(found, {one: after[one] - before[one] for one in after})
        usage.peak_bytes_by_service = dict(sorted(peaks.items()))


def memory_by_service(found: list[Container]) -> dict[str, int]:
    """Bytes in use by each service's containers, without page cache that could be dropped, as `docker stats` has it."""
    held: defaultdict[str, int] = defaultdict(int)
    for container, stats in _stats(found):
        memory = stats.get("memory_stats", {})
        details = memory.get("stats", {})
        # Its name under the kernel's control groups of version 1, then of version 2.
        droppable = details.get("total_inactive_file", details.get("inactive_file", 0))
        held[_service(container)] += max(0, memory.get("usage", 0) - droppable)
    return dict(held)


def _cpu_s(found: list[Container]) -> dict[str, float]:
    """Id of each container that runs -> CPU seconds since it started."""
    used = {str(one.id): stats["cpu_stats"]["cpu_usage"]["total_usage"] / 1e9 for one, stats in _stats(found)}
    return {one: seconds for one, seconds in used.items() if seconds}  # an ended one has used nothing, it says


def _by_service(found: list[Container], used: dict[str, float]) -> dict[str, float]:
    by_service: defaultdict[str, float] = defaultdict(float)
    for container in found:
        by_service[_service(container)] += used[str(container.id)]
    return {service: round(seconds, 2) for service, seconds in sorted(by_service.items())}


def _stats(found: list[Container]) -> Iterator[tuple[Container, dict[str, Any]]]:
    for container in found:
        try:
            stats = container.stats(stream=False, one_shot=True)
            assert isinstance(stats, dict)  # an iterator of them where they are streamed
            yield container, stats
        except NotFound:
            continue  # it has been stopped


def _service(container: Container) -> str:
    return str(container.labels.get(SERVICE_LABEL, container.name))


def footprint(project: str, build_s: Mapping[str, float]) -> Footprint:
    """Images and services of the project as they are now, idle; build_s has what some images took to build."""
    found = _of_project(project)
    held = memory_by_service(found)
    images = {_image(one): one for one in found}
    services = {_service(one): one for one in found}
    return Footprint(
        schema_version=1,
        images=[_described(name, images[name], build_s.get(name)) for name in sorted(images)],
        services=[
            Service(
                name=name,
                image=_image(one),
                idle_bytes=held.get(name, 0),
                limit_bytes=one.attrs["HostConfig"]["Memory"] or None,
            )
            for name, one in sorted(services.items())
        ],
    )


def build(project: str, stack: StackName) -> tuple[str, float]:
    """Build a stack's image anew, without cached layers: its name, and how many seconds that took.

    Raises BenchError where compose cannot.
    """
    service = f"{stack}-init"  # the one that has the image's build in docker-compose.yml
    command = ["docker", "compose", "--project-name", project, "build", "--no-cache", "--quiet", service]
    began = time.monotonic()
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    took = time.monotonic() - began
    if done.returncode:
        raise BenchError(f"docker compose could not build {service}: {done.stderr.strip()[-2000:]}")
    found = [one for one in _of_project(project) if _service(one).startswith(f"{stack}-")]
    return _image(found[0]), round(took, 2)


def _described(name: str, container: Container, build_s: float | None) -> Image:
    image = container.image
    assert image is not None  # a container has one
    return Image(name=name, base=image.labels.get(_BASE_LABEL), size_bytes=int(image.attrs["Size"]), build_s=build_s)


def _image(container: Container) -> str:
    return str(container.attrs["Config"]["Image"])
