"""What a deployment on docker compose takes: its images, and its services' memory while they are idle."""

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from docker.models.containers import Container

from benchmarks.errors import BenchError
from benchmarks.metering.containers import memory_by_service, of_project, service_of
from records.footprint import Footprint, Image, Service

_BASE_LABEL = "org.opencontainers.image.base.name"


def footprint(project: str, build_s: Mapping[str, float]) -> Footprint:
    """Images and services of the project as they are now, idle; build_s has what some images took to build."""
    found = of_project(project)
    held = memory_by_service(found)
    images = {_image(one): one for one in found}
    services = {service_of(one): one for one in found}
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


def build(project: str, stack: str, folder: Path) -> tuple[str, float]:
    """Build a stack's image anew, without cached layers: its name, and how many seconds that took.

    folder: where docker-compose.yml is. Raises BenchError where compose cannot.
    """
    service = f"{stack}-init"  # the one that has the image's build in docker-compose.yml
    command = ["docker", "compose", "--project-name", project, "build", "--no-cache", "--quiet", service]
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    took = time.monotonic() - began
    if done.returncode:
        raise BenchError(f"docker compose could not build {service}: {done.stderr.strip()[-2000:]}")
    found = [one for one in of_project(project) if service_of(one).startswith(f"{stack}-")]
    return _image(found[0]), round(took, 2)


def _described(name: str, container: Container, build_s: float | None) -> Image:
    image = container.image
    assert image is not None  # a container has one
    return Image(name=name, base=image.labels.get(_BASE_LABEL), size_bytes=int(image.attrs["Size"]), build_s=build_s)


def _image(container: Container) -> str:
    return str(container.attrs["Config"]["Image"])
