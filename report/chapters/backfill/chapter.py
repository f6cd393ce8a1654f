"""The chapters on backfills: one for each reference, one for each kind of stacks that were up already."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from records.names import BACKFILLS
from report.chapters.backfill import (
    break_even,
    concurrency,
    containers,
    data_volume,
    done_lag,
    metadata_growth,
    noise,
    phases,
    resources_over_time,
    scaling,
    started,
    steadiness,
    tuning,
)
from report.chapters.backfill.cases import numbered
from report.chapters.backfill.caveats import caveats
from report.chapters.backfill.headline import headline
from report.chapters.backfill.questions import questions
from report.chapters.backfill.tables import INTERVAL, results_tables, roles
from report.chapters.registry import Chapter, title
from report.chapters.shared.contenders import contenders
from report.chapters.shared.labelled import labelled
from report.chapters.shared.missing import missing
from report.chapters.shared.raw_values import raw_values
from report.chapters.shared.source_files import source_files
from report.chapters.shared.validity import parity, row_counts, step_counts
from report.charts.bars import bars
from report.charts.timeline import shown
from report.charts.timeline_chart import timeline
from report.data.folders import Evidence
from report.data.results import Results
from report.page.document import Block, Items, Picture, Section, Text
from report.text import case_label, file_name, listed


def write(evidence: Evidence, _target: Path) -> list[Section]:
    """A chapter for each part of the evidence that is on backfills."""
    return [Section(title(key), [], sections(results)) for key, results in evidence.runs_of(BACKFILLS).items()]


def sections(results: Results) -> list[Section]:
    """All sections that have something to say, with pictures of names of their own: those of all chapters meet."""

    def named(block: Block) -> Block:
        if isinstance(block, Picture) and results.variant:
            return replace(block, name=f"{results.variant}-{block.name}")
        return block

    parts = [(heading, labelled(part(results), results.contenders)) for heading, part in _PARTS]
    return [Section(heading, [named(block) for block in blocks]) for heading, blocks in parts if blocks]


def _headline(results: Results) -> list[Block]:
    first, *others = headline(results) or ["There is nothing to compare."]
    return [Text(first, "lead"), *([Items(others)] if others else [])]


def _bars(results: Results) -> list[Block]:
    return [
        Picture(
            f"{file_name(results.main.scenario.name)}-time",
            "Wall and CPU time of each contender: a bar for the median, a line over its interval, a dot for each "
            "round. " + " ".join(headline(results)[:2]),
            bars(results),
        ),
        Text(
            f"{case_label(results.main.case)}. Bar: median. Line: its {INTERVAL}. Dots: every round. Lower is better."
        ),
    ]


def _timelines(results: Results) -> list[Block]:
    drawn = shown(results)
    hidden = [series.label for series in numbered(results, results.main) if series not in drawn]
    left_out = f" ({listed(hidden)} left out in favour of the tuned ones)" if hidden else ""
    return [
        Picture(
            f"{file_name(results.main.scenario.name)}-timeline",
            "When each step of each partition ran, one panel per contender, all on one scale of seconds since the "
            "backfill was requested, with lines where the data was ready and where the control plane reported success.",
            *timeline(results),
        ),
        Text(
            f"{case_label(results.main.case)}: each contender's round of median wall time{left_out}, from the core's "
            "own step log, without dbt tests."
        ),
        *missing(results),
    ]


_PARTS: list[tuple[str, Callable[[Results], list[Block]]]] = [
    ("Headline", _headline),
    ("Wall and CPU time", _bars),
    ("Contenders", contenders),
    ("Results", results_tables),
    ("Tuned against stock", tuning.blocks),
    ("How a backfill is started", started.blocks),
    ("Where the time goes", phases.blocks),
    ("Timelines", _timelines),
    ("CPU by process role", roles),
    ("Memory and CPU over time", resources_over_time.blocks),
    ("Scaling", scaling.blocks),
    ("Concurrency", concurrency.blocks),
    ("Break-even", break_even.blocks),
    ("Growing data", data_volume.blocks),
    ("When success is reported", done_lag.blocks),
    ("Metadata and processes", metadata_growth.blocks),
    ("Containers and images", containers.blocks),
    ("Parity", parity),
    ("Row counts", row_counts),
    ("Files read", source_files),
    ("Step counts", step_counts),
    ("Noise", noise.blocks),
    ("Steadiness", steadiness.blocks),
    ("Raw values", raw_values),
]

CHAPTER = Chapter(
    order=10,
    write=write,
    about=BACKFILLS,
    title="Backfill",
    questions=questions,
    findings=break_even.findings,
    caveats=caveats,
)
