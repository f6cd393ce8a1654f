"""What a deployment on docker compose takes: memory of each service, size and build time of each image."""

from statistics import median

from records.footprint import Footprint
from records.plan import Stack
from report.data.results import Results
from report.page.document import Block, Table, Text
from report.text import MISSING, number

_HELD = (
    "Memory in use as the container engine reports it, without what the kernel could drop at once. Idle: before the "
    "first request. Peak: the highest of samples taken every 2 s in a warm-up of the service's stack, median over "
    "warm-ups; PostgreSQL belongs to all stacks."
)
_STANDIN = (
    "Images named standin replace official base images where no registry could be reached: Debian with Python or with "
    "PostgreSQL. Their sizes are of the same order, not the same."
)
_BUILT = "Size: all layers. Build: with the base image present and only downloads cached."


def blocks(results: Results) -> list[Block]:
    """Two tables, [] where the stacks did not run on docker compose."""
    footprint = results.footprint
    if footprint is None:
        return []
    peaks = _peaks(results)
    rows = [
        [one.name, _megabytes(one.idle_bytes), _megabytes(peaks.get(one.name)), _megabytes(one.limit_bytes)]
        for one in footprint.services
    ]
    images = [
        [one.name, one.base or MISSING, _megabytes(one.size_bytes), number(one.build_s)] for one in footprint.images
    ]
    return [
        Text(f"Idle, without PostgreSQL: {'; '.join(_held(footprint, results.tools))}."),
        Table("Memory of each service", ["Service", "Idle, MB", "Peak, MB", "Limit, MB"], rows),
        Text(_HELD),
        Table("Images", ["Image", "Built on", "Size, MB", "Build, s"], images, words=2),
        Text(f"{_BUILT} {_STANDIN}" if _stands_in(footprint) else _BUILT),
    ]


def _stands_in(footprint: Footprint) -> bool:
    return any(name.startswith("standin/") for one in footprint.images for name in (one.name, one.base or ""))


def _held(footprint: Footprint, tools: list[Stack]) -> list[str]:
    """What each tool's services, which bear its name, hold before they are asked for anything."""
    services = {
        tool.label: [one for one in footprint.services if one.name.startswith(f"{tool.name}-")] for tool in tools
    }
    return [
        f"{label}'s {len(own)} services hold {_megabytes(sum(one.idle_bytes for one in own))} MB"
        for label, own in services.items()
        if own
    ]


def _peaks(results: Results) -> dict[str, float]:
    """Service -> the median over warm-ups of its peak."""
    found: dict[str, list[int]] = {}
    for run in results.warm_ups:
        for service, held in run.measurement.resources.peak_bytes_by_container.items():
            found.setdefault(service, []).append(held)
    return {service: median(peaks) for service, peaks in found.items()}


def _megabytes(size: float | None) -> str:
    return MISSING if size is None else f"{size / 1e6:,.0f}"
