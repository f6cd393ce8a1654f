"""The kinds of results folders: a module each, which says how to tell such a folder and how to read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from records.measurement import Machine


class Part(Protocol):
    """One part of the evidence: what a folder has to say on one thing."""

    @property
    def folder(self) -> Path:
        """Where it was read from."""

    @property
    def machines(self) -> list[Machine]:
        """The machines that it was measured on; one if all is well."""

    @property
    def measured_on(self) -> date:
        """The day on which the run began."""

    @property
    def extent(self) -> str:
        """How much was measured, and when."""

    @property
    def written_in(self) -> int:
        """The schema version of its files."""


@dataclass(frozen=True)
class Kind:
    """A kind of folder: the file that is in every such folder and in no other, and how all of it is read.

    read gives the folder's parts by the name of what each is about. It raises ResultError if one cannot be read.
    """

    marker: str
    read: Callable[[Path], dict[str, Part]]
