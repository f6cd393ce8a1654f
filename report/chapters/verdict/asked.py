"""What people ask who choose: where the report answers it, or that it does not, and why."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from report.chapters.registry import title
from report.data.folders import Evidence
from report.page.document import Table
from report.text import MISSING

_ASKED: Final = Path(__file__).with_name("asked.toml")
_WORDS: Final = Path(__file__).with_name("words.toml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


class Asked(_Strict):
    """A question, the public threads that ask it, and what the report has to say to it."""

    asks: str
    threads: tuple[str, ...] = Field(min_length=1)
    about: tuple[str, ...] = ()
    answer: str | None = None
    missing: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Asked":
        if bool(self.about) != bool(self.answer):
            raise ValueError(f"{self.asks}: evidence and an answer go together")
        if not self.answer and not self.missing:
            raise ValueError(f"{self.asks}: neither an answer nor why there is none")
        return self


class _Word(_Strict):
    name: str
    means: str


class _Asked(_Strict):
    question: tuple[Asked, ...]


class _Words(_Strict):
    word: tuple[_Word, ...] = Field(max_length=8)


@cache
def asked() -> tuple[Asked, ...]:
    """The questions, those asked most often first."""
    return _Asked.model_validate(tomllib.loads(_ASKED.read_text(encoding="utf-8"))).question


def asked_table(evidence: Evidence) -> Table:
    """Every question, where it is answered in this report, and what is not measured of it."""
    rows = [[one.asks, *_told(one, evidence), ", ".join(one.threads)] for one in asked()]
    columns = ["Question", "Answered in", "With", "Not measured", "Asked in"]
    return Table("What people ask who choose between the two", columns, rows, words=len(columns))


def _told(one: Asked, evidence: Evidence) -> list[str]:
    """Chapters, what they measure, what is not measured."""
    parts = [key for key in evidence.parts if any(f"{key}-".startswith(f"{each}-") for each in one.about)]
    if not parts:
        return [MISSING, MISSING, " ".join([*(["Not measured here."] if one.about else []), one.missing or ""]).strip()]
    others = " and others" if len(parts) > 1 else ""
    return [f"{title(parts[0])}{others}", one.answer or MISSING, one.missing or MISSING]


def words() -> Table:
    """The glossary."""
    found = _Words.model_validate(tomllib.loads(_WORDS.read_text(encoding="utf-8"))).word
    return Table("Words of this report", ["Word", "What it means"], [[one.name, one.means] for one in found], words=2)
