"""The concepts as data: what each is called, how the tools differ in it, and where their wrappers' code for it is."""

import tomllib
from pathlib import Path
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from report.errors import ResultError

CONCEPTS = Path(__file__).with_name("concepts.toml")
SIDES: Final = "benchmarks/stacks/*/side_by_side.toml"
"""The files of the tools' own, from the project's root."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


M = TypeVar("M", bound=_Entry)


class Excerpt(_Entry):
    """Where code stands, by name: a whole file, a symbol of a Python file, or a part of that symbol."""

    file: str = Field(description="from the project's root")
    symbol: str | None = Field(
        default=None, description="a function, class or assigned name, or one inside another: Class.method"
    )
    part: str | None = Field(
        default=None, description="how the part's first line begins; all that begins on it is shown"
    )

    @model_validator(mode="after")
    def _in_python(self) -> "Excerpt":
        if self.symbol and not self.file.endswith(".py"):
            raise ValueError(f"{self.file} is not Python: no symbol can be found in it")
        if self.part and not self.symbol:
            raise ValueError(f"which symbol of {self.file} is {self.part!r} a part of?")
        return self


class Concept(_Entry):
    """One thing that every wrapper has to say, each in its own words."""

    title: str
    difference: str = Field(description="a few sentences, on one line or more")
    rows: tuple[dict[str, str], ...] = Field(
        default=(), description="a table of what still differs: 'what', and each tool's answer by its label"
    )


class Side(_Entry):
    """One tool's code: the excerpts for each concept, by the concept's title."""

    label: str = Field(description="the tool as readers know it: Airflow")
    concepts: dict[str, Annotated[tuple[Excerpt, ...], Field(min_length=1)]]


class _File(_Entry):
    concept: tuple[Concept, ...] = Field(min_length=1)


def read_concepts(path: Path = CONCEPTS) -> tuple[Concept, ...]:
    """Every concept, in the order of reading.

    Raises ResultError with file and place where it cannot be read.
    """
    return _read(path, _File).concept


def read_sides(project: Path, concepts: tuple[Concept, ...]) -> list[Side]:
    """The side of every tool that has a file of its own, in the order of the tools' folders.

    Raises ResultError with file and place where one cannot be read, or tells of no concept that there is.
    """
    titles = {concept.title for concept in concepts}
    found = []
    for path in sorted(project.glob(SIDES)):
        side = _read(path, Side)
        if unknown := side.concepts.keys() - titles:
            raise ResultError(f"{path}: no concept has the title {min(unknown)!r}")
        found.append(side)
    return found


def _read(path: Path, model: type[M]) -> M:
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ResultError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ResultError(f"{path}: {first['msg']} at {'.'.join(map(str, first['loc']))}") from error
