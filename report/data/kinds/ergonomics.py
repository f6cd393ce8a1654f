"""Folders of `bench ergonomics`: one part."""

from pathlib import Path

from records.ergonomics import ABOUT
from records.names import ERGONOMICS
from report.data.ergonomics import read_ergonomics
from report.data.kinds import Kind, Part


def read(folder: Path) -> dict[str, Part]:
    """All that is in the folder."""
    return {ERGONOMICS: read_ergonomics(folder)}


KIND = Kind(ABOUT, read)
