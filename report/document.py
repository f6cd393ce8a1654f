"""What a report is made of, whatever page it is written to."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Text:
    """One paragraph; 'lead' for the sentences that must be read first, 'heading' for a heading inside a section."""

    text: str
    role: str = "plain"


@dataclass(frozen=True)
class Items:
    """Short sentences, one a line."""

    items: list[str]


@dataclass(frozen=True)
class Links:
    """Files beside the page or above it: what each is, and its address from the page."""

    links: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Cells already in words; the first words columns are read, the others compared (right-aligned).

    A folded table shows its caption alone until the reader opens it.
    """

    caption: str
    columns: list[str]
    rows: list[list[str]]
    words: int = 1
    folded: bool = False


@dataclass(frozen=True)
class Picture:
    """An SVG and what it shows, in words; name is its file's, without the ending."""

    name: str
    alt: str
    svg: str


@dataclass(frozen=True)
class Code:
    """Lines of code; place says where they are from (dagster_defs/sensors.py:14), if they are."""

    text: str
    language: str = "sh"
    place: str = ""


@dataclass(frozen=True)
class Pair:
    """The same thing in two ways, side by side, each under its name."""

    names: tuple[str, str]
    sides: tuple[list[Code], list[Code]]


Block = Text | Items | Links | Table | Picture | Code | Pair


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The title as a link target."""
        return self.title.lower().replace(" ", "-").replace("'", "")
