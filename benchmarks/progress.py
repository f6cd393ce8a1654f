"""What a process under a keeper is doing, told to the harness on its standard output, a line at a time."""

import sys

_MARK = "» "


def say(doing: str) -> None:
    """Tell the harness what is being done now."""
    print(f"\n{_MARK}{doing}", file=sys.__stdout__, flush=True)  # noqa: T201 - this pipe is the channel


def said(line: str) -> str | None:
    """What the line tells; None where it is other output."""
    return line.removeprefix(_MARK).rstrip("\n") if line.startswith(_MARK) else None
