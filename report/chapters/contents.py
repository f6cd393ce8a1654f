"""The chapters of the report, in reading order."""

from dataclasses import replace
from pathlib import Path

from records.measurement import Machine
from report.chapters.backfill.sections import sections
from report.chapters.ergonomics.chapter import chapter as testing
from report.chapters.method import chapter as method
from report.chapters.side_by_side.chapter import sections as side_by_side
from report.chapters.verdict import chapter as verdict
from report.data.folders import Evidence
from report.data.results import Results
from report.errors import ResultError
from report.page.document import Block, Picture, Section, Text
from report.text import listed


def chapters(evidence: Evidence, target: Path) -> list[Section]:
    """Every chapter that has something to say; target is the folder that links start from."""
    found = [
        Section("Verdict", [*_machines(evidence), *verdict.blocks(evidence)]),
        *(Section(about, [], _sections(results)) for about, results in evidence.results.items()),
        *([testing(evidence.ergonomics, target)] if evidence.ergonomics else []),
        _side_by_side(),
        method.chapter(evidence, target),
    ]
    return [chapter for chapter in found if chapter.blocks or chapter.sections]


def _sections(results: Results) -> list[Section]:
    """The sections, with pictures of names of their own: those of two chapters stand in one folder."""
    if results.plan.target == "embedded":
        return sections(results)

    def named(block: Block) -> Block:
        return replace(block, name=f"{results.plan.target}-{block.name}") if isinstance(block, Picture) else block

    return [replace(section, blocks=[named(block) for block in section.blocks]) for section in sections(results)]


def _machines(evidence: Evidence) -> list[Block]:
    """A warning where not everything comes from one machine, with how they differ; no verdict is taken across them."""
    known = list({one.model_dump_json(): one for own in evidence.machines.values() for one in own}.values())
    if len(known) <= 1:
        return []
    unlike = [field for field in Machine.model_fields if len({getattr(one, field) for one in known}) > 1]
    where = [
        f"{about} on {listed([', '.join(str(getattr(one, field)) for field in unlike) for one in own])}"
        for about, own in evidence.machines.items()
    ]
    return [
        Text(
            f"Not everything was measured on one machine, by its {listed(unlike)}: {'; '.join(where)}. Seconds of "
            "different chapters do not compare, and a chapter that is of several machines has no verdict.",
            "lead",
        )
    ]


def _side_by_side() -> Section:
    """The code of this checkout; a report on results is still written where some of it is not where it was."""
    about = Text("The code of this checkout, taken from its files when this page was written.")
    try:
        return Section("Side by side", [about], side_by_side())
    except ResultError as problem:
        return Section("Side by side", [Text(f"Not shown: {problem}.")])
