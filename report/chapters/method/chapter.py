"""What the figures stand on, in every part of the report: method, fairness, limits, changes, versions, raw data."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from records.names import ERGONOMICS, Target
from records.plan import Contender
from records.strict import SCHEMA_VERSION
from report.chapters.method import how_measured
from report.chapters.method.earlier_noise import earlier_noise
from report.chapters.registry import Chapter, title
from report.data.changes import changed_since, method_changes
from report.data.folders import Evidence
from report.data.results import Results
from report.page.document import Block, Code, Items, Links, Section, Table, Text
from report.text import listed, plural

_STEPS = (
    "The same steps: landing, cleaning, validating and reporting are functions of one core that all wrappers call, "
    "and the dbt project is the same. A rule of the pipeline is written once."
)
_BASELINE: dict[Target, str] = {
    "embedded": "The same baseline: one PostgreSQL, restored from the same copy for each measurement, with separate "
    "databases for the warehouse and for the orchestrator's records. Only the measured stack's services run.",
    "compose": "The same baseline with docker compose: one PostgreSQL, with separate databases for each stack's "
    "warehouse and records. All stacks stay up, and a round runs the same days again as the one before.",
    "attached": "Stacks at addresses start with the data they have, which may differ between them. Days that have been "
    "run before are run again.",
}
_FAIR = [
    "The same request: each orchestrator gets it through its own API (an Airflow backfill by REST, a Dagster backfill "
    "by GraphQL) and decides itself how to run it. Where a configuration is our own construction, the report says so.",
    "Idiomatic on every side: each wrapper is what its users would write, with what they would want recorded; none "
    "holds code for the benchmark. They are shown side by side above. Dagster's records more: a preview, the plot, "
    "and each dbt test as an asset check.",
    "Stock is what an installation gives. It is changed only where it would not run, or would run something that is "
    "not measured; each change is listed with its contender. Tuned is the best configuration that we found with one "
    "run per day. Each setting has its reason beside it in the tool's folder under benchmarks/stacks; better ones are "
    "welcome.",
    "Nobody grades itself: steps, phases and 'data ready' come from the core's step log; orchestrators are asked only "
    "when they are done.",
    "Parity before numbers: a contender whose tables differ from those of plain Python gets no number.",
]
_PIPELINE = (
    "One pipeline of seven steps with small daily partitions: fixed costs of an orchestrator weigh more here than in a "
    "pipeline whose steps take minutes."
)
_LIMITS: dict[Target, list[str]] = {
    "embedded": [
        "One machine for everything. A deployment spreads services over hosts, and its network is not in these "
        "figures.",
        "The open-source tools alone: no managed service of either vendor was measured.",
        "Workers on the same machine: Airflow's LocalExecutor and Dagster's default launcher. Celery workers are "
        "measured where a contender says so; Kubernetes is not.",
        "Memory is read in warm-ups alone, where reading it does no harm: five for each contender of a reference on "
        "backfills, often one elsewhere.",
        "How narrow an interval is depends on the machine and on the hour: the table below has what one profile gave "
        "in five runs.",
    ],
    "compose": [
        "With docker compose, too, everything runs on one machine: its workers compete for the same cores.",
    ],
    "attached": [
        "Machines, settings and other load of stacks at addresses are not known here: a difference may come from them "
        "and not from the tools.",
    ],
}
_OF_TESTS = (
    "Testing and changing was measured with these test suites and these mistakes. Other teams make other mistakes; the "
    "catalogue is there to be extended."
)


def write(evidence: Evidence, target: Path) -> list[Section]:
    """The chapter; target is the folder that links to raw data start from."""
    runs = evidence.all_runs()
    targets = list(dict.fromkeys(results.plan.target for results in runs.values()))
    limits = [limit for target in targets for limit in _LIMITS[target]]
    of_tests = [_OF_TESTS] if evidence.of(ERGONOMICS) else []
    parts: list[tuple[str, list[Block]]] = [
        ("Fairness", [Items([_STEPS, *(_BASELINE[target] for target in targets), *_FAIR])]),
        (
            "Limitations",
            [Items([_PIPELINE, *limits, *of_tests]), *([earlier_noise()] if "embedded" in targets else [])],
        ),
    ]
    behind: list[tuple[str, list[Block]]] = [
        ("How it was measured", _each(runs, how_measured.method)),
        ("Changes of the method", [_changes()]),
        ("Versions", _each(runs, how_measured.versions)),
        ("Machine", _each(runs, how_measured.machine)),
        ("Raw data", _raw_data(evidence, target)),
        ("How to reproduce", _each(runs, how_measured.reproduce)),
    ]
    shown, folded = ([Section(heading, blocks) for heading, blocks in each if blocks] for each in (parts, behind))
    return [Section("Method", [], shown, folded)]


def _each(runs: dict[str, Results], part: Callable[[Results], list[Block]]) -> list[Block]:
    """What is to be said of every part of the evidence, under its title; what was said of one before is left out."""
    found: list[Block] = []
    told = {title(key): part(results) for key, results in runs.items()}
    headed = len({str(blocks) for blocks in told.values()}) > 1
    for heading, blocks in told.items():
        new = [block for block in map(_without(found), blocks) if block]
        found += [Text(heading, "heading"), *new] if new and headed else new
    return found


def _without(known: list[Block]) -> Callable[[Block], Block | None]:
    said = {item for block in known if isinstance(block, Items) for item in block.items}

    def only_new(block: Block) -> Block | None:
        if isinstance(block, Items):
            items = [item for item in block.items if item not in said]
            return Items(items) if items else None
        return None if block in known else block

    return only_new


def _changes() -> Table:
    rows = [[f"{one.on:%Y-%m-%d}", one.what, one.why] for one in method_changes()]
    return Table("A figure is as old as its results, which say when they were measured", ["On", "What", "Why"], rows, 3)


def _raw_data(evidence: Evidence, target: Path) -> list[Block]:
    commands = [
        "uv run bench report FOLDER…      # this page again, from the files alone",
        "uv run bench summary FOLDER      # every figure as a table, or as JSON with --format json",
        "uv run bench validate FILE…      # a file against its schema",
    ]
    links = [
        (f"{title(key)}: {part.folder.name} ({part.extent})", os.path.relpath(part.folder, target))
        for key, part in evidence.parts.items()
    ]
    older = {part.folder.name: part.written_in for part in evidence.parts.values() if part.written_in != SCHEMA_VERSION}
    adapted = [
        f"{folder} was written in schema {version} and is read as schema {SCHEMA_VERSION} (records/schema_2.py)."
        for folder, version in older.items()
    ]
    return [
        Text(
            "A pytest-benchmark file for each measurement, with its raw time and all other readings, "
            "and the core's step log as CSV. records/measurement.py documents every field."
        ),
        Links(links),
        *([Items(adapted)] if adapted else []),
        Code("\n".join(commands)),
    ]


def older(evidence: Evidence, _compared: Sequence[Contender]) -> list[str]:
    """Which chapters were measured before the newest changes of method, wrappers or settings; [] where none was."""
    since = {key: changed_since(part.measured_on) for key, part in evidence.parts.items()}
    told = [
        f"{title(key)} ({evidence.parts[key].measured_on}, {plural(count, 'change')} since)"
        for key, count in since.items()
        if count
    ]
    if not told:
        return []
    return [f"Measured with older methods, wrappers or settings: {listed(told)}. The chapter Method lists the changes."]


def summary(evidence: Evidence) -> list[Block]:
    """README says as well what is older than the method."""
    told = older(evidence, [])
    return [Items(told)] if told else []


CHAPTER = Chapter(order=50, write=write, title="Method", caveats=older, summary=summary)
