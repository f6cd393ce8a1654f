"""The chapters of the report, in reading order."""

from pathlib import Path

from report import method
from report.document import Block, Section, Text
from report.ergonomics.chapter import chapter as testing
from report.evidence import Evidence
from report.sections import sections
from report.side_by_side.sections import sections as side_by_side
from report.verdict import blocks as verdict
from report.words import listed


def chapters(evidence: Evidence, target: Path) -> list[Section]:
    """Every chapter that has something to say; target is the folder that links start from."""
    found = [
        Section("Verdict", [*_machines(evidence), *verdict.blocks(evidence)]),
        *(Section(about, [], sections(results)) for about, results in evidence.results.items()),
        *([testing(evidence.ergonomics, target)] if evidence.ergonomics else []),
        Section("Side by side", [], side_by_side()),
        method.chapter(evidence, target),
    ]
    return [chapter for chapter in found if chapter.blocks or chapter.sections]


def _machines(evidence: Evidence) -> list[Block]:
    """A warning where not everything comes from one machine; no ratio is ever taken across them."""
    known = {one.model_dump_json() for own in evidence.machines.values() for one in own}
    if len(known) <= 1:
        return []
    where = [f"{about} on {listed([one.name for one in own])}" for about, own in evidence.machines.items()]
    return [
        Text(
            f"Not everything was measured on one machine ({'; '.join(where)}; see Machine). Each ratio is taken within "
            "one folder of results, but seconds of different chapters do not compare.",
            "lead",
        )
    ]
