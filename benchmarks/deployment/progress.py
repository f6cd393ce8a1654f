"""What a process under a keeper is doing, told to the harness on its standard output, a line at a time."""

import sys

_MARK = "» "
FAILED = "failed: "
"""How a message begins that says why the process gives up."""


def say(doing: str) -> None:
    """Tell the harness what is being done now."""
    lines = doing.replace("\n", f"\n{_MARK}")
    # A line of its own, whatever was printed before.
    print(f"\n{_MARK}{lines}", file=sys.__stdout__, flush=True)


def said(line: str) -> str | None:
    """What the line tells; None where it is other output."""
    return line.removeprefix(_MARK).rstrip("\n") if line.startswith(_MARK) else None
