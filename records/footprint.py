"""What a deployment on docker compose takes: footprint.json."""

from typing import Final, Literal

from pydantic import Field

from records.strict import Strict

FOOTPRINT: Final = "footprint.json"


class Image(Strict):
    """A container image."""

    name: str
    base: str | None = Field(default=None, description="the image that it is built on; None where it does not say")
    size_bytes: int = Field(ge=0, description="all of its layers, as the engine keeps them")
    build_s: float | None = Field(
        default=None, ge=0, description="without a cached layer, the base image being there; None where not built here"
    )


class Service(Strict):
    """A service of docker compose: all of its containers."""

    name: str
    image: str
    idle_bytes: int = Field(ge=0, description="memory in use before the first request, without what can be dropped")
    limit_bytes: int | None = Field(description="the most that each of its containers may use; None for no limit")


class Footprint(Strict):
    """What a deployment on docker compose takes, in footprint.json."""

    schema_version: Literal[1]
    images: list[Image]
    services: list[Service]
