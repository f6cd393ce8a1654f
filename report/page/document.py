"""What a report is made of, whatever page it is written to."""

import re
from dataclasses import dataclass, field
from typing import Any

LONG = 40
"""More rows than a reader looks through unasked: such a table is folded."""


@dataclass(frozen=True)
class Text:
    """One paragraph.

    'question' is what a chapter answers, 'lead' the answer, 'heading' a heading inside a section.
    """

    text: str
    role: str = "plain"


@dataclass(frozen=True)
class Items:
    """Short sentences, one per line."""

    items: list[str]


@dataclass(frozen=True)
class Links:
    """Files beside the page or above it: what each is, and its address from the page."""

    links: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Cells already in words; the first words columns are read, the others compared (right-aligned).

    A folded table shows its caption alone until the reader opens it. chapters has, for each row, the title of the
    chapter that its last cell leads to; [] where no cell leads anywhere.
    """

    caption: str
    columns: list[str]
    rows: list[list[str]]
    words: int = 1
    folded: bool = False
    chapters: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Picture:
    """An SVG and what it shows, in words; name is its file's, without the ending.

    zoomable is the same picture as a Vega-Lite specification with sliders, for a page that can draw it; "" for none.
    """

    name: str
    alt: str
    svg: str
    zoomable: str = ""


@dataclass(frozen=True)
class Code:
    """Lines of code; place says where they are from (dagster_defs/sensors.py:14), if they are."""

    text: str
    language: str = "sh"
    place: str = ""


@dataclass(frozen=True)
class Sides:
    """The same thing in several ways, side by side, each under its name."""

    names: list[str]
    sides: list[list[Code]]


@dataclass(frozen=True)
class Weighing:
    """A ranking that follows from weights which the reader sets, one a question; table has it for equal weights.

    Scores and draws are logarithms of costs, by contender and question, None where there is no evidence; a draw is
    the score again from resampled rounds. weightings has the questions' weights, drawn from all that are possible.
    """

    questions: list[str]
    contenders: list[str]
    scores: list[list[float | None]]
    draws: list[list[list[float | None]]]
    weightings: list[list[float]]
    table: Table


@dataclass(frozen=True)
class Explorer:
    """Comparisons by the reader's choice, in a page that has scripts: of chapters their cases, of these their metrics.

    A metric has its contenders (name, label, told: the label with its means, colour, median in its unit, rounds n) and
    for each two of them, in this order, "one other" -> ratio, low, high, verdict. What is the other way round is the
    reciprocal.
    """

    parts: list[dict[str, Any]]


Block = Text | Items | Links | Table | Picture | Code | Sides | Weighing | Explorer


@dataclass(frozen=True)
class Section:
    """A heading, what stands under it, and the sections that it holds: a chapter has some, a section none.

    evidence is what a chapter stands on: behind a fold in HTML, on a page of its own in Markdown.
    """

    title: str
    blocks: list[Block] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)
    evidence: list["Section"] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The title as a link target."""
        return anchor(self.title)


def anchor(title: str) -> str:
    """A heading as a link target of the HTML page."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower().replace("'", "")).strip("-")
