"""Writes the page on two results folders."""

from pathlib import Path

from report.compare import blocks
from report.compare.comparison import FolderComparison
from report.compare.ratio_chart import ratios
from report.page.document import Block, Picture, Section, Text
from report.page.render import write_page

PICTURE = (
    "How many times A's wall time B's is, by case and contender. Dot: ratio. Line: its 95 % interval. The dashed line "
    "at 1 is where both are the same; left of it B is faster."
)


def write_comparison(comparison: FolderComparison, out: Path) -> list[Path]:
    """Write report.md, index.html and the picture into out; returns the paths, pages first."""
    parts = [
        Section("What differs", [blocks.sides(comparison), *blocks.differences(comparison)]),
        Section("Verdicts", [blocks.verdicts(comparison), blocks.caveats(comparison)]),
        Section("Ratios of wall time", _picture(comparison)),
        Section("Figures", [*blocks.main_table(comparison), *blocks.more_tables(comparison)]),
        Section("Not compared", blocks.not_compared(comparison)),
    ]
    subtitle = f"{comparison.a.folder} (A) and {comparison.b.folder} (B)"
    return write_page("Two results compared", subtitle, [part for part in parts if part.blocks], out)


def _picture(comparison: FolderComparison) -> list[Block]:
    svg = ratios(comparison.records)
    return [Picture("ratios", PICTURE, svg), Text(PICTURE)] if svg else []
