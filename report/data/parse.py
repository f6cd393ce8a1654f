"""Checks a JSON file against its model, and says in one sentence each what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, from_json

from report.errors import AGAIN, ResultError, name_of

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class FileKind(Generic[Model]):
    """A kind of file: its model, or anything that pydantic reads as one, and in words the schema versions it reads."""

    model: Any
    versions: str

    def read(self, path: Path) -> Model:
        """The file's content; raises ResultError with the first problem."""
        return self.checked(path, self.raw(path))

    def raw(self, path: Path) -> Any:
        """The file's content, unchecked; raises ResultError where it is not JSON."""
        try:
            return from_json(path.read_bytes(), allow_inf_nan=False)
        except OSError as error:
            raise ResultError(f"{name_of(path)}: cannot be read ({error.strerror}); {AGAIN}") from error
        except ValueError as error:
            raise ResultError(f"{name_of(path)}: is not valid JSON ({error}); {AGAIN}") from error

    def checked(self, path: Path, raw: Any) -> Model:
        """Content that was read from path; raises ResultError with the first problem."""
        try:
            return self._adapter.validate_python(raw)
        except ValidationError as error:
            raise ResultError(next(self._sentences(path, error))) from error

    def problems(self, path: Path) -> Iterator[str]:
        """Everything that is wrong with the file, a sentence each."""
        try:
            self._adapter.validate_python(self.raw(path))
        except ResultError as error:
            yield str(error)
        except ValidationError as error:
            yield from self._sentences(path, error)

    @cached_property
    def _adapter(self) -> TypeAdapter[Model]:
        return TypeAdapter(self.model)

    def _sentences(self, path: Path, error: ValidationError) -> Iterator[str]:
        details = error.errors()
        # Another version explains every other difference, so it is the only thing worth saying.
        for detail in [d for d in details if d["loc"][-1:] == ("schema_version",)] or details:
            yield self._sentence(path, detail)

    def _sentence(self, path: Path, detail: ErrorDetails) -> str:
        where = "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"])
        if detail["loc"][-1:] == ("schema_version",) and detail["type"] == "literal_error":
            return (
                f"{name_of(path)}: schema version {detail['input']!r} at {where}, but this report reads "
                f"{self.versions}; use the version of this project that wrote the file, or run the benchmark again"
            )
        what = {"missing": "a required field is missing", "extra_forbidden": "a field that the schema does not know"}
        return f"{name_of(path)}: {what.get(detail['type'], detail['msg'])} at {where}; {AGAIN}"
