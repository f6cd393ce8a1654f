"""What each change request takes with each tool."""

import os
from pathlib import Path

from report.data.ergonomics import Ergonomics
from report.page.document import Block, Items, Links, Table, Text
from report.text import plural

PROJECT = Path(__file__).resolve().parents[3]


def changed(found: Ergonomics) -> list[str]:
    """How much all of them take with each tool; [] where none was measured."""
    parts = []
    for tool in found.tools:
        own = [one for one in found.changes if one.tool == tool.name]
        wrapper = sum(one.wrapper_files for one in own)
        lines = sum(one.lines_added + one.lines_removed for one in own)
        parts.append(
            f"{tool.label} {lines} lines in {sum(one.files for one in own)} files, {wrapper} of them in its wrapper"
        )
    count = len({one.change for one in found.changes})
    return [f"{plural(count, 'change request')}: {'; '.join(parts)}."] if count else []


def changes(found: Ergonomics, target: Path) -> list[Block]:
    """The section, with links from target to the patches; [] where nothing was measured."""
    if not found.changes:
        return []
    labels = {tool.name: tool.label for tool in found.tools}
    rows = [
        [
            one.change.replace("-", " "),
            labels[one.tool],
            *map(str, (one.files, one.wrapper_files, one.test_files, f"+{one.lines_added} −{one.lines_removed}")),
            *map(str, (one.tests_changed, one.tests_added)),
        ]
        for one in found.changes
    ]
    columns = ["Request", "Tool", "Files", "Of the wrapper", "Of tests", "Lines", "Tests changed", "Tests added"]
    asked = {one.change: one.about for one in found.changes}
    return [
        Items([f"{name.replace('-', ' ')}: {about}" for name, about in asked.items()]),
        Table("What each request changes, shared code included", columns, rows, words=2),
        Text(
            "CI applies each patch and runs its tests. Files that only this comparison has (its harness and README) "
            "are in the patches where they have to change as well, but are not counted. Lines are those of the patch, "
            "with comments and docstrings."
        ),
        Links(
            [
                (f"{one.change.replace('-', ' ')}, {labels[one.tool]}", os.path.relpath(PROJECT / one.patch, target))
                for one in found.changes
            ]
        ),
    ]
