"""CPU and memory of docker compose's containers, as the engine's statistics tell them."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from docker.errors import DockerException, NotFound
from docker.models.containers import Container

import docker
from benchmarks.errors import BenchError
from benchmarks.metering.meter import Meter, Used
from records.measurement import Resources

PROJECT_LABEL, SERVICE_LABEL = "com.docker.compose.project", "com.docker.compose.service"
_SHARED: Final = ("postgres", "redis")
"""What stands beside a stack and serves it: PostgreSQL and, with Celery, Redis."""
_LOOK_S = 2
"""The engine takes some milliseconds for each container's statistics."""


def containers(stack: str, project: str) -> list[Container]:
    """The running containers of a stack, whose services begin with its name, and of what serves it.

    Raises BenchError where the engine does not answer, or has none of them.
    """
    own = f"{stack}-"
    found = [one for one in of_project(project) if service_of(one).startswith((own, *_SHARED))]
    if not any(service_of(one).startswith(own) for one in found):
        raise BenchError(
            f"--target compose: no container of {stack} runs in the project {project}; 'docker compose up'"
        )
    return found


def of_project(project: str) -> list[Container]:
    """The running containers of a project; raises BenchError where the engine does not answer."""
    try:
        return list(docker.from_env().containers.list(filters={"label": f"{PROJECT_LABEL}={project}"}))
    except DockerException as problem:
        raise BenchError(
            f"--target compose: the container engine does not answer ({problem}); where 'docker context inspect' names "
            "another than the usual one, put its address into DOCKER_HOST"
        ) from problem


@contextmanager
def measured(found: list[Container], *, memory: bool = False) -> Iterator[Meter]:
    """Measure the containers from here to the end of the block; the meter tells when the block has ended.

    Of CPU it tells nothing where a container ended meanwhile, or began anew: what it had used is gone with it. Memory
    is the highest that any look found, what the kernel could drop at once left out.
    """
    used = Used()
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
        yield used
    finally:
        after = _cpu_s(found)
        stop.set()
        if watcher:
            watcher.join()
        harness_s = time.process_time() - own
        whole = after.keys() == before.keys() and all(after[one] >= before[one] for one in after)
        by_service = _by_service(found, {one: after[one] - before[one] for one in after}) if whole else {}
        used.end(
            Resources(
                cpu_s=round(sum(by_service.values()), 2) if by_service else None,
                cpu_s_by_role=by_service,
                peak_bytes_by_container=dict(sorted(peaks.items())),
                harness_cpu_s=harness_s,
                elsewhere_cpu_s=None,
            )
        )


def memory_by_service(found: list[Container]) -> dict[str, int]:
    """Bytes in use by each service's containers, without page cache that could be dropped, as `docker stats` has it."""
    held: defaultdict[str, int] = defaultdict(int)
    for container, stats in _stats(found):
        memory = stats.get("memory_stats", {})
        details = memory.get("stats", {})
        # Its name under the kernel's control groups of version 1, then of version 2.
        droppable = details.get("total_inactive_file", details.get("inactive_file", 0))
        held[service_of(container)] += max(0, memory.get("usage", 0) - droppable)
    return dict(held)


def _cpu_s(found: list[Container]) -> dict[str, float]:
    """Id of each container that runs -> CPU seconds since it started."""
    used = {str(one.id): stats["cpu_stats"]["cpu_usage"]["total_usage"] / 1e9 for one, stats in _stats(found)}
    return {one: seconds for one, seconds in used.items() if seconds}  # an ended one has used nothing, it says


def _by_service(found: list[Container], used: dict[str, float]) -> dict[str, float]:
    by_service: defaultdict[str, float] = defaultdict(float)
    for container in found:
        by_service[service_of(container)] += used[str(container.id)]
    return {service: round(seconds, 2) for service, seconds in sorted(by_service.items())}


def _stats(found: list[Container]) -> Iterator[tuple[Container, dict[str, Any]]]:
    for container in found:
        try:
            stats = container.stats(stream=False, one_shot=True)
            assert isinstance(stats, dict)  # an iterator of them where they are streamed
            yield container, stats
        except NotFound:
            continue  # it has been stopped


def service_of(container: Container) -> str:
    """What docker-compose.yml calls it."""
    return str(container.labels.get(SERVICE_LABEL, container.name))
