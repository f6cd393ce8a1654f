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
    pace,
    phases,
    resources_over_time,
    scaling,
    started,
    steadiness,
    tuning,
)
from report.chapters.backfill.cases import numbered
from report.chapters.backfill.caveats import caveats, daemon, forks, triggerer
from report.chapters.backfill.costs import answer, costs
from report.chapters.backfill.headline import headline, other_ways
from report.chapters.backfill.questions import answering, questions
from report.chapters.backfill.tables import INTERVAL, results_tables, roles
from report.chapters.form import Form
from report.chapters.question import aged
from report.chapters.registry import Chapter, title
from report.chapters.shared.contenders import contenders
from report.chapters.shared.labelled import labelled, labelled_table
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
    return [form(title(key), results).section() for key, results in evidence.runs_of(BACKFILLS).items()]


def form(heading: str, results: Results) -> Form:
    """The chapter on one run, with pictures of names of their own: those of all chapters meet."""

    def named(picture: Picture) -> Picture:
        return replace(picture, name=f"{results.variant}-{picture.name}") if results.variant else picture

    def told(blocks: list[Block]) -> list[Block]:
        found = labelled(blocks, results.contenders)
        return [named(block) if isinstance(block, Picture) else block for block in found]

    table = costs(results)
    return Form(
        heading,
        "How long is a backfill, and what does it take?",
        answer(results),
        picture=named(_bars(results)),
        table=labelled_table(table, results.contenders) if table else None,
        means=[*break_even.sentences([results]), *other_ways(results)],
        changes=[*daemon(results), *forks(results), *triggerer(results)],
        warning=aged(results.measured_on),
        evidence=[Section(part, told(of(results))) for part, of in _PARTS],
    )


def summary(evidence: Evidence) -> list[Block]:
    """README says as well what of Dagster's times is waiting."""
    told = [sentence for results in answering(evidence).values() for sentence in daemon(results)]
    return [Items(told[:1])] if told else []


def _headline(results: Results) -> list[Block]:
    sentences = headline(results)
    return [Items(sentences)] if sentences else []


def _bars(results: Results) -> Picture:
    about = f"{case_label(results.main.case)}. Bar: median. Line: its {INTERVAL}. Dots: every round. Lower is better."
    return Picture(
        f"{file_name(results.main.scenario.name)}-time",
        f"Wall and CPU time of each contender: {about}",
        bars(results),
    )


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
    ("Contenders", contenders),
    ("Results", results_tables),
    ("Tuned against stock", tuning.blocks),
    ("How a backfill is started", started.blocks),
    ("Where the time goes", phases.blocks),
    ("Timelines", _timelines),
    ("CPU by process role", roles),
    ("Memory and CPU over time", resources_over_time.blocks),
    ("Scaling", scaling.blocks),
    ("Pace of many days", pace.blocks),
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
    facts=break_even.facts,
    findings=break_even.findings,
    caveats=caveats,
    summary=summary,
)
