"""Mistakes that people make, as data: one small file each, applied to a copy of the project."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from benchmarks.deployment.environments import PROJECT
from benchmarks.ergonomics.intentions import INTENTIONS
from benchmarks.ergonomics.tools import suites
from benchmarks.errors import BenchError

FOLDER = Path(__file__).parent / "mistakes"


class Edit(BaseModel):
    """One text of a file, and what the mistake makes of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    before: str
    after: str


class Mistake(BaseModel):
    """A mistake as it is made with each tool."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, tuple[Edit, ...]] = Field(init=False)
    """Tool -> what is changed in its wrapper."""

    about: str
    kind: str
    intention: str | None = None
    """Which of the ten test intentions is meant to catch it."""
    shared: tuple[Edit, ...] = ()
    """Made in the shared core or the dbt project: the same for all tools."""
    absent: dict[str, str] = {}
    """The tool with which it cannot be made -> why."""

    @model_validator(mode="before")
    @classmethod
    def _no_other_names(cls, told: dict[str, Any]) -> dict[str, Any]:
        for name in (*(told.keys() - cls.model_fields.keys()), *told.get("absent", {})):
            if name not in suites():
                raise ValueError(f"{name!r} is none of {', '.join((*cls.model_fields, *suites()))}")
        return told

    @model_validator(mode="after")
    def _with_every_tool(self) -> "Mistake":
        if self.intention is not None and self.intention not in INTENTIONS:
            raise ValueError(f"intention {self.intention!r} is none of {', '.join(INTENTIONS)}")
        for tool in suites():
            if bool(self.edits(tool)) == (tool in self.absent):
                raise ValueError(f"it either has edits for {tool}, or says under [absent] why it has none")
        return self

    def edits(self, tool: str) -> tuple[Edit, ...]:
        """What is changed where the mistake is made with a tool."""
        return () if tool in self.absent else (*self.shared, *self.__pydantic_extra__.get(tool, ()))


def read_mistakes(folder: Path = FOLDER) -> dict[str, Mistake]:
    """Every mistake by its file's name, in alphabetical order.

    Raises BenchError with file and place where one cannot be read.
    """
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            found[path.stem] = Mistake.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except tomllib.TOMLDecodeError as error:
            raise BenchError(f"{path}: {error}") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise BenchError(f"{path}: {where + ': ' if where else ''}{first['msg']}") from error
    return found


def mistaken(edits: tuple[Edit, ...], project: Path = PROJECT) -> dict[Path, str]:
    """What the files become, nothing written.

    Raises BenchError where a text that is to be changed is not in its file, or not there alone.
    """
    texts: dict[Path, str] = {}
    for edit in edits:
        path = project / edit.file
        if path not in texts:
            if not path.is_file():
                raise BenchError(f"{edit.file}: there is no such file")
            texts[path] = path.read_bytes().decode()
        text = texts[path]
        if (times := text.count(edit.before)) != 1:
            raise BenchError(f"{edit.file}: holds {times} times, and not once:\n{edit.before}")
        texts[path] = text.replace(edit.before, edit.after)
    return texts


@contextmanager
def made(edits: tuple[Edit, ...], project: Path) -> Iterator[None]:
    """The mistake in a copy of the project, until the block ends."""
    texts = mistaken(edits, project)
    before = {path: path.read_bytes() for path in texts}
    try:
        for path, text in texts.items():
            path.write_bytes(text.encode())
        yield
    finally:
        for path, content in before.items():
            path.write_bytes(content)
