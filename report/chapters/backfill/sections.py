"""The sections of a chapter on results, in reading order: each turns results into blocks and knows nothing of pages."""

from collections.abc import Callable

from report.chapters.backfill import concurrency, containers, control_plane, noise, phases, scaling, steadiness, tuning
from report.chapters.backfill import data_volume as growing
from report.chapters.backfill import done_lag as said_done
from report.chapters.backfill import metadata_growth as footprint
from report.chapters.backfill import resources_over_time as curves
from report.chapters.backfill.headline import headline
from report.chapters.backfill.tables import INTERVAL, missing, raw_values, results_tables, roles
from report.chapters.backfill.validity import parity, row_counts, step_counts
from report.chapters.method.how_measured import contenders
from report.chapters.rerun import recovery as rerun
from report.charts.figures import bars, timeline, zoomable_timeline
from report.charts.timeline import shown
from report.data.results import Results
from report.data.summary import withheld
from report.page.document import Block, Items, Picture, Section, Text
from report.text import case_label, file_name, label, listed


def sections(results: Results) -> list[Section]:
    """All sections that have something to say; those of a backfill only where there is one."""
    parts = PARTS if results.subjects else [part for part in PARTS if part[0] in _OF_RERUNS_TOO]
    return [Section(title, blocks) for title, part in parts if (blocks := part(results))]


def _headline(results: Results) -> list[Block]:
    first, *others = headline(results) or ["There is nothing to compare."]
    return [Text(first, "lead"), *([Items(others)] if others else [])]


def _bars(results: Results) -> list[Block]:
    return [
        Picture(
            f"{file_name(results.main.scenario)}-time",
            "Wall and CPU time of each contender: a bar to the median, a line over its interval, a dot for each "
            "round. " + " ".join(headline(results)[:2]),
            bars(results),
        ),
        Text(
            f"{case_label(results.main.case)}. Bar: median. Line: its {INTERVAL}. Dots: every round. Lower is better."
        ),
    ]


def _timelines(results: Results) -> list[Block]:
    key = results.main.key
    hidden = [c for c in results.contenders_of(*key) if not withheld(results, *key, c) and c not in shown(results)]
    left_out = f" ({listed([label(c) for c in hidden])} left out: the tuned ones are there)" if hidden else ""
    return [
        Picture(
            f"{file_name(results.main.scenario)}-timeline",
            "When each step of each partition ran, one panel a contender, all on one scale of seconds since the "
            "backfill was requested, with lines where the data was ready and where the control plane was done.",
            timeline(results),
            zoomable_timeline(results),
        ),
        Text(
            f"{case_label(results.main.case)}: the round of median wall time of each contender{left_out}, from the "
            "core's own step log; dbt tests left out."
        ),
        *missing(results),
    ]


PARTS: list[tuple[str, Callable[[Results], list[Block]]]] = [
    ("Headline", _headline),
    ("Wall and CPU time", _bars),
    ("Contenders", contenders),
    ("Results", results_tables),
    ("Tuned against stock", tuning.blocks),
    ("Where the time goes", phases.blocks),
    ("Timelines", _timelines),
    ("CPU by process role", roles),
    ("Memory and CPU over time", curves.blocks),
    ("Scaling", scaling.blocks),
    ("Concurrency", concurrency.blocks),
    ("Control plane alone", control_plane.blocks),
    ("Growing data", growing.blocks),
    ("When 'done' is said", said_done.blocks),
    ("What a failure or a change costs", rerun.blocks),
    ("Metadata and processes", footprint.blocks),
    ("Containers and images", containers.blocks),
    ("Parity", parity),
    ("Row counts", row_counts),
    ("Step counts", step_counts),
    ("Noise", noise.blocks),
    ("Steadiness", steadiness.blocks),
    ("Raw values", raw_values),
]

_OF_RERUNS_TOO = {"Contenders", "What a failure or a change costs", "Parity", "Row counts", "Raw values"}
