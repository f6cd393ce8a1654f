"""The chapter on testing and changing both wrappers."""

import os
from pathlib import Path

from records.ergonomics import TOOLS
from report.chapters.ergonomics import intentions, mistakes
from report.data.ergonomics import COLD, Ergonomics
from report.page.document import Block, Code, Items, Links, Section, Table, Text
from report.text import label, plural

PROJECT = Path(__file__).resolve().parents[3]
TITLE = "Testing and changing"


def chapter(found: Ergonomics, target: Path) -> Section:
    """Everything that was measured of testing; target is the folder that links to patches start from."""
    told = [*intentions.sentences(found), *mistakes.sentences(found), *_changed(found)]
    parts = [
        Section("Mistakes", mistakes.blocks(found)),
        Section("Intentions", intentions.blocks(found)),
        Section("Change requests", _changes(found, target)),
        Section("The tests' machine and versions", _about(found)),
    ]
    return Section(TITLE, [Text(_scope(found)), *([Items(told)] if told else [])], [p for p in parts if p.blocks])


def _scope(found: Ergonomics) -> str:
    """How much was measured."""
    pairs = len(mistakes.pairs(found))
    followed = plural(pairs, "mistake") if pairs else "no mistake (the run was stopped before)"
    requests = plural(len({one.change for one in found.changes}), "change request")
    rounds = plural(len(found.rounds(COLD, TOOLS[0])), "round")
    return (
        f"{rounds} of {plural(len(found.intentions), 'intention')} with both tools, {followed} and {requests}; "
        f"measured {found.about.created_at:%Y-%m-%d}."
    )


def _changed(found: Ergonomics) -> list[str]:
    parts = []
    for tool in TOOLS:
        own = [one for one in found.changes if one.tool == tool]
        wrapper = sum(one.wrapper_files for one in own)
        lines = sum(one.lines_added + one.lines_removed for one in own)
        parts.append(f"{label(tool)} {lines} lines in {sum(one.files for one in own)} files, {wrapper} of its wrapper")
    count = len({one.change for one in found.changes})
    return [f"{plural(count, 'change request')}: {'; '.join(parts)}."] if count else []


def _changes(found: Ergonomics, target: Path) -> list[Block]:
    if not found.changes:
        return []
    rows = [
        [
            one.change.replace("-", " "),
            label(one.tool),
            *map(str, (one.files, one.wrapper_files, one.test_files, f"+{one.lines_added} −{one.lines_removed}")),
            *map(str, (one.tests_changed, one.tests_added)),
        ]
        for one in found.changes
    ]
    columns = ["Request", "Tool", "Files", "Of the wrapper", "Of tests", "Lines", "Tests changed", "Tests added"]
    asked = {one.change: one.about for one in found.changes}
    return [
        Items([f"{name.replace('-', ' ')}: {about}" for name, about in asked.items()]),
        Table("What each request takes, what both tools share included", columns, rows, words=2),
        Text(
            "Each patch is applied and its tests are run by CI. Files that only this comparison has (its harness and "
            "README) are in the patches where they have to follow, and are not counted. Lines are those of the patch, "
            "with comments and docstrings."
        ),
        Links(
            [
                (f"{one.change.replace('-', ' ')}, {label(one.tool)}", os.path.relpath(PROJECT / one.patch, target))
                for one in found.changes
            ]
        ),
    ]


def _about(found: Ergonomics) -> list[Block]:
    about, machine = found.about, found.about.machine
    versions = [
        [name, *(about.versions[tool].get(name, "–") for tool in TOOLS)]
        for name in sorted({name for tool in TOOLS for name in about.versions[tool]})
    ]
    return [
        Text(
            f"{machine.name}: {machine.cores} cores of {machine.cpu}, {machine.memory_bytes / 1e9:.0f} GB, "
            f"{machine.system}; commit {about.commit or 'unknown'}; seed {about.seed}."
        ),
        Table("Versions in the environments of the tests", ["Package", *map(label, TOOLS)], versions),
        Code(about.command),
    ]
