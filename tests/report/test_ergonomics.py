"""The chapter on testing and changing each wrapper."""

import json
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from records.ergonomics import ABOUT, About, Caught, Change, Facts, Size, Sizes, Stage, Step
from records.measurement import Machine
from report.chapters.ergonomics import intentions, mistakes, questions
from report.data.changes import changed_since
from report.data.ergonomics import read_ergonomics
from report.data.folders import Evidence
from report.errors import ResultError
from report.report import write_report
from report.text import plural

from .described import stack
from .made import tables
from .pages import whole

TOOLS = ("airflow", "dagster")
MACHINE = Machine(name="m", cpu="c", cores=2, memory_bytes=8_000_000_000, system="s", python="3.11")
BEFORE: tuple[Stage, ...] = ("load", "validate", "unit", "integration", "run")


def caught(mistake: str, tool: str, stage: Stage, **more: Any) -> Caught:
    """A mistake that was followed, each stage for ten seconds."""
    gone = () if stage == "absent" else BEFORE if stage == "never" else BEFORE[: BEFORE.index(stage) + 1]
    values: dict[str, Any] = {
        "mistake": mistake,
        "about": f"About {mistake}.",
        "kind": "name",
        "tool": tool,
        "intention": "graph",
        "stage": stage,
        "steps": [Step(stage=one, seconds=10, caught=one == stage) for one in gone],
        "by": ["test_airflow_graph::test_it"] if stage == "unit" else [],
        "named_test_failed": stage == "unit",
        "output_lines": 30,
        "cause_from_end": 4,
        "message": "why",
        "tables_right": None,
    }
    return Caught(**(values | more))


def facts(tool: str, intention: str, **more: Any) -> Facts:
    """What an intention's tests are like."""
    values: dict[str, Any] = {
        "intention": intention,
        "about": "the graph",
        "tool": tool,
        "test_count": 1,
        "sizes": Sizes(
            tests=Size(lines=10, statements=5), set_up=Size(lines=20, statements=9), prerequisites=["dbt's manifest"]
        ),
        "import_s": 1.5,
        "peak_pss_bytes": 100_000_000,
        "together": True,
        "written_outside": [],
    }
    return Facts(**(values | more))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four mistakes, two intentions in five rounds, one change request: Airflow's tests take twice as long."""
    about = About(
        schema_version=3,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        command="uv run bench ergonomics",
        commit="abc",
        seed=1,
        rounds=5,
        tools=[stack(tool) for tool in TOOLS],
        reference="dagster",
        machine=MACHINE,
        versions={"airflow": {"pandas": "3"}, "dagster": {"pandas": "3"}},
    )
    out = tmp_path / "out"
    for name in ("mistakes", "intentions"):
        (out / name).mkdir(parents=True)
    (out / ABOUT).write_text(about.model_dump_json())
    stages: dict[str, tuple[Stage, Stage]] = {
        "both": ("load", "load"),
        "earlier": ("unit", "load"),
        "late": ("never", "run"),
        "one": ("absent", "unit"),
    }
    for name, both in stages.items():
        for tool, stage in zip(TOOLS, both, strict=True):
            made = caught(name, tool, stage, tables_right=False if stage == "never" else None)
            (out / "mistakes" / f"{name}-{tool}.json").write_text(made.model_dump_json())
    for intention in ("graph", "whole_day"):
        for tool, base in (("airflow", 8.0), ("dagster", 4.0)):
            made_facts = facts(tool, intention)
            (out / "intentions" / f"{intention}-{tool}.json").write_text(made_facts.model_dump_json())
            for number in range(1, 6):
                timed = [
                    {"name": "test_cold", "stats": {"data": [base + number / 100]}},
                    {"name": "test_warm", "stats": {"data": [base / 4]}},
                ]
                path = out / "intentions" / f"{intention}-{tool}-round{number}.json"
                path.write_text(json.dumps({"benchmarks": timed}))
    changed = [
        Change(
            change="a-column",
            about="A column.",
            tool=tool,
            patch=f"benchmarks/ergonomics/changes/a-column/{tool}.patch",
            files=3,
            lines_added=9,
            lines_removed=2,
            wrapper_files=0,
            test_files=1,
            tests_changed=1,
            tests_added=0,
        ).model_dump(mode="json")
        for tool in TOOLS
    ]
    (out / "changes.json").write_text(json.dumps(changed))
    return out


def test_mistakes_are_counted_where_every_tool_can_be_given_them(folder: Path) -> None:
    """The mistake that Airflow cannot be given counts for no tool."""
    said = mistakes.sentences(read_ergonomics(folder))
    assert said[0] == (
        "Airflow: of 3 mistakes that can be made with every tool, 2 are caught before production (1 by load and 1 by "
        "unit tests), 0 in production, 1 never; those caught before production are seen after 20.0 s (median)."
    )
    assert said[1].startswith(
        "Dagster: of 3 mistakes that can be made with every tool, 2 are caught before production (2 by load), 1 in "
    )
    assert (
        said[2] == "Compared with Dagster, Airflow catches 0 at an earlier stage, 2 at a later one and 1 at the same."
    )


def test_what_is_caught_late_or_by_another_test_is_listed(folder: Path) -> None:
    """With whether a backfill left the right tables."""
    *_, late = tables(mistakes.blocks(read_ergonomics(folder)))
    assert ["late", "Airflow", "never", "graph", "wrong"] in late.rows
    assert ["late", "Dagster", "production", "graph", "–"] in late.rows
    assert ["both", "Airflow", "load", "graph", "–"] in late.rows  # its own test did not fail


def test_what_nobody_sees_has_no_seconds_until_it_is_seen(folder: Path) -> None:
    """In the counts and line by line."""
    found = read_ergonomics(folder)
    counts, (every, _) = mistakes.table(found), tables(mistakes.blocks(found))
    assert counts
    assert next(row for row in counts.rows if row[0] == "never") == ["never", "1", "–", "0", "–"]
    assert next(row for row in every.rows if row[1] == "late")[3:5] == ["never", "–"]


def test_where_a_mistakes_copy_was_is_not_told(folder: Path) -> None:
    """A file is named from the project's folder on."""
    said = "/tmp/bench-x1_/e/dagster/project/airflow_dags/daily.py CycleError: why"
    (folder / "mistakes" / "both-dagster.json").write_text(
        caught("both", "dagster", "load", message=said).model_dump_json()
    )
    every, _ = tables(mistakes.blocks(read_ergonomics(folder)))
    assert next(row for row in every.rows if row[1] == "both")[-1] == "airflow_dags/daily.py CycleError: why"


def test_the_test_loop_is_compared_over_all_intentions(folder: Path) -> None:
    """The sum of each round, with the ratio and its interval."""
    cold, warm = intentions.sentences(read_ergonomics(folder))
    assert "All 2 intentions, one process each" in cold
    assert "Airflow 16.1 s, Dagster 8.06 s; Airflow takes 1.99× Dagster's time (1.98 to 2.00)." in cold
    assert "Airflow 4.00 s, Dagster 2.00 s; Airflow takes 2.00× Dagster's time (2.00 to 2.00)." in warm


def test_a_run_that_disturbs_another_or_writes_elsewhere_is_named(folder: Path) -> None:
    """By tool and intention."""
    bad = facts("airflow", "graph", together=False, written_outside=["tests/x"])
    (folder / "intentions" / "graph-airflow.json").write_text(bad.model_dump_json())
    said = str(intentions.blocks(read_ergonomics(folder))[0])
    assert "Airflow's graph disturbs itself" in said
    assert "outside the temporary folder: Airflow's graph." in said


def test_the_chapter_has_every_section_and_links_to_the_patches(folder: Path) -> None:
    """Markdown, HTML and the picture."""
    paths = write_report(folder)
    evidence = [f"evidence/{name}.md" for name in ("verdict", "testing-and-changing", "side-by-side", "method")]
    named = [str(path.relative_to(folder)) for path in paths]
    assert named == ["report.md", "index.html", "verdict.svg", "mistakes.svg", *evidence]
    markdown, html = whole(paths[0]), paths[1].read_text()
    for heading in ("Mistakes", "Intentions", "Change requests", "The tests' machine and versions"):
        assert f"### {heading}" in markdown
        assert f">{escape(heading, quote=False)}</h3>" in html.replace("&#39;", "'")
    assert "changes/a-column/airflow.patch)" in markdown
    assert 'changes/a-column/dagster.patch">' in html


def test_the_test_loop_has_its_verdict(folder: Path) -> None:
    """Without any run of the pipeline, each tool's suite speaks for it."""
    markdown = write_report(folder)[0].read_text()
    asked = "How fast is the test loop? Tests in a fresh process"
    (row,) = [line for line in markdown.splitlines() if f"| {asked} |" in line]
    older = plural(changed_since(date(2026, 1, 1)), "change")
    assert row == (
        f"| Writing and testing | {asked} | any | 1.99× (1.98 to 2.00), 16.1 s, 5 rounds | "
        f"8.06 s, 5 rounds | Airflow slower \N{WARNING SIGN} {older} of method since | "
        "[Testing and changing](#testing-and-changing) |"
    )


def test_what_is_counted_stands_beside_what_is_timed(folder: Path) -> None:
    """Mistakes caught before production, with who is ahead if that is one; what the change requests touch."""
    found = read_ergonomics(folder)
    before, touched = questions.facts(Evidence({"ergonomics": found}))
    assert mistakes.answer(found) == (
        "Of 3 mistakes that can be made with every tool, 2 with Airflow and 2 with Dagster are caught before "
        "production."
    )
    assert (before.cells, before.ahead) == ({"airflow": "2 of 3", "dagster": "2 of 3"}, None)
    assert touched.cells == {"airflow": "11 lines in 3 files", "dagster": "11 lines in 3 files"}
    (folder / "mistakes" / "late-dagster.json").write_text(caught("late", "dagster", "unit").model_dump_json())
    before, _ = questions.facts(Evidence({"ergonomics": read_ergonomics(folder)}))
    assert (before.cells, before.ahead) == ({"airflow": "2 of 3", "dagster": "3 of 3"}, "dagster")


def test_only_rounds_that_every_tool_has_whole_are_compared(folder: Path) -> None:
    """A run that was stopped leaves one tool's file of a round without the other's."""
    (folder / "intentions" / "graph-dagster-round2.json").unlink()
    found = read_ergonomics(folder)
    assert [len(found.rounds("test_cold", tool)) for tool in TOOLS] == [4, 4]
    assert found.rounds("test_cold", "airflow")[1] == pytest.approx(16.06)  # of the third round
    for path in (folder / "intentions").glob("whole_day-dagster-round*.json"):
        path.unlink()
    assert read_ergonomics(folder).intentions == ["graph"]


def test_three_tools_have_a_column_each(folder: Path) -> None:
    """In the tables, the sentences and the picture, each compared with the reference."""
    about = json.loads((folder / ABOUT).read_text())
    about |= {"tools": [*about["tools"], stack("prefect").model_dump()]}
    (folder / ABOUT).write_text(json.dumps(about | {"versions": about["versions"] | {"prefect": {"pandas": "3"}}}))
    for path in [*(folder / "mistakes").glob("*-dagster*"), *(folder / "intentions").glob("*-dagster*")]:
        path.with_name(path.name.replace("dagster", "prefect")).write_text(
            path.read_text().replace("dagster", "prefect")
        )
    found = read_ergonomics(folder)
    cold, _ = intentions.sentences(found)
    assert cold.endswith(
        "Airflow 16.1 s, Dagster 8.06 s, Prefect 8.06 s; Airflow takes 1.99× Dagster's time (1.98 to 2.00); Prefect "
        "takes 1.00× Dagster's time (0.99 to 1.01), no measurable difference."
    )
    assert [text.partition(",")[0] for text in mistakes.sentences(found)[3:5]] == ["Compared with Dagster"] * 2
    counts, (every, _) = mistakes.table(found), tables(mistakes.blocks(found))
    assert counts
    assert counts.columns[-2:] == ["Prefect", "Prefect, median s"]
    assert every.columns[-3:] == ["Prefect", "Prefect, s", "Prefect, by"]
    assert ">Prefect</text>" in write_report(folder)[3].read_text()


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    """Nothing is written then."""
    (folder / "mistakes" / "both-airflow.json").write_text("{}")
    with pytest.raises(ResultError, match=r"both-airflow\.json: a required field is missing at \$\.mistake"):
        write_report(folder)
    assert not (folder / "report.md").exists()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("mistakes/both-airflow.json", r"both-airflow\.json: the tool 'prefect' is not described in ergonomics\.json"),
        ("intentions/graph-airflow.json", r"graph-airflow\.json: the tool 'prefect' is not described"),
        ("changes.json", r"changes\.json: the tool 'prefect' is not described"),
    ],
)
def test_a_tool_that_is_not_described_is_told_with_its_file(folder: Path, path: str, told: str) -> None:
    """And not only when its column is drawn."""
    file = folder / path
    file.write_text(
        file.read_text()
        .replace('"tool":"airflow"', '"tool":"prefect"')
        .replace('"tool": "airflow"', '"tool": "prefect"')
    )
    with pytest.raises(ResultError, match=told):
        read_ergonomics(folder)


def test_a_timing_of_no_tool_is_told_and_names_may_hold_hyphens(folder: Path) -> None:
    """Intention and tool are in the file's name: the tool is one that is described."""
    round_1 = folder / "intentions" / "graph-airflow-round1.json"
    round_1.with_name("two-words-airflow-round1.json").write_text(round_1.read_text())
    assert read_ergonomics(folder).seconds("test_cold", "two-words", "airflow") == [8.01]
    round_1.with_name("graph-prefect-round1.json").write_text(round_1.read_text())
    with pytest.raises(ResultError, match=r"graph-prefect-round1\.json: is of no tool that ergonomics\.json describes"):
        read_ergonomics(folder)


def test_another_version_is_refused_with_a_remedy(folder: Path) -> None:
    """As of any other result."""
    about = json.loads((folder / ABOUT).read_text()) | {"schema_version": 2}
    (folder / ABOUT).write_text(json.dumps(about))
    with pytest.raises(ResultError, match=r"schema version 2 at .* reads versions 1 and 3; use the version"):
        read_ergonomics(folder)
