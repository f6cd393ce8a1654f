"""Text as it is: no markup, no emoji, no control characters, whatever names it holds."""

import json
import sys
from typing import IO, Any

from rich.console import Console
from rich.text import Text

_WIDE = 10_000
"""A pipe or a file has no width to fit into: a table is written whole."""


def console(stream: IO[str], *, stderr: bool = False) -> Console:
    """A console of the stream: as wide as the terminal, or whole."""
    width = None if stream.isatty() else _WIDE
    return Console(stderr=stderr, soft_wrap=True, markup=False, emoji=False, highlight=False, width=width)


def plain(text: object, style: str = "") -> Text:
    """The text letter by letter; what cannot be printed is shown by its code."""
    return Text(visible(str(text)), style)


def visible(text: str) -> str:
    """The text with what cannot be printed as \\x1b or \\udcfc; lines stay lines."""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else letter.encode("unicode_escape").decode()
        for letter in text
    )


def write_json(data: Any) -> None:
    """Write JSON to standard output, and nothing but JSON: no colour, no wrapping."""
    sys.stdout.write(json.dumps(data, indent=2, allow_nan=False) + "\n")
