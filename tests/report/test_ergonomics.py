"""The chapter on testing and changing each wrapper."""

import json
from html import escape
from pathlib import Path

import pytest

from records.ergonomics import ABOUT, Step, Undisturbed
from report.chapters.ergonomics import intentions, mistakes, questions
from report.data.ergonomics import read_ergonomics
from report.data.folders import Evidence
from report.report import write_report

from .described import stack
from .ergonomics_made import TOOLS, caught, facts
from .ergonomics_made import folder as folder  # noqa: PLC0414 (a fixture is found by its name here)
from .made import tables
from .pages import whole


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
    assert row == (
        f"| Writing and testing | {asked} | any | 1.99× (1.98 to 2.00), 16.1 s, 5 rounds | "
        "8.06 s, 5 rounds | Airflow slower | [Testing and changing](#testing-and-changing) |"
    )


def test_what_is_older_than_its_method_is_in_no_verdict(folder: Path) -> None:
    """Its rows have the reason, and nothing is counted."""
    about = json.loads((folder / ABOUT).read_text())
    (folder / ABOUT).write_text(json.dumps(about | {"created_at": "2026-01-01T00:00:00Z"}))
    evidence = Evidence({"ergonomics": read_ergonomics(folder)})
    (asked,) = questions.questions(evidence)
    assert {len(measure.samples) for measure in asked.measures} == {0}
    reasons = {reason for measure in asked.measures for reason in measure.missing.values()}
    assert {reason.partition(":")[0] for reason in reasons} == {"older than its method"}
    assert questions.facts(evidence) == []


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


def test_false_alarms_are_counted_with_the_tests_that_they_came_from(folder: Path) -> None:
    """Of runs with no mistake made; where there were none, nothing is said."""
    assert mistakes.false_alarms(read_ergonomics(folder)) == []
    (folder / "undisturbed").mkdir()
    for tool, failing in (("airflow", 0), ("dagster", 2)):
        for run in (1, 2):
            caught = run == failing
            step = Step(stage="integration", seconds=9.0, caught=caught)
            one = Undisturbed(tool=tool, run=run, steps=[step], by=["test_graph::test_it"] if caught else [])
            (folder / "undisturbed" / f"{tool}-run{run}.json").write_text(one.model_dump_json())
    assert mistakes.false_alarms(read_ergonomics(folder)) == [
        "Runs of all stages that failed with no mistake made: Airflow 0 of 2; Dagster 1 of 2 (test_graph::test_it)."
    ]
