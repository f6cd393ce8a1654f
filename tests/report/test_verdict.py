"""The chapter of the verdict."""

import re

import pytest

from records.names import REFERENCES
from report.chapters.verdict.questions import unmeasured
from report.data.changes import changed_since
from report.data.folders import Evidence, first_of_each, read_evidence
from report.errors import ResultError
from report.text import plural

from .conftest import START, Build
from .pages import verdict

TOOLS = {"airflow": 9.0, "dagster": 18.0, "prefect": 27.0}
OLDER = f"\N{WARNING SIGN} {plural(changed_since(START.date()), 'change')} of method since"
"""How a row warns of the made-up results, which are older than the method."""


def test_a_question_that_was_not_measured_is_named_with_what_measures_it(build: Build) -> None:
    """A short report does not look like a whole one."""
    text = verdict(build())
    assert "- How fast is the test loop? Not measured here: bench ergonomics." in text
    assert "- What does a failure or a change cost? Not measured here: bench run --profile rerun." in text


def test_references_that_are_missing_beside_others_are_named(build: Build) -> None:
    """Each with the profile that measures it; a run of one's own is no reference, and misses none."""
    results = read_evidence([build()]).all_runs()["backfills"]
    assert unmeasured([], Evidence({"backfills": results})) == []
    missing = unmeasured([], Evidence({"backfills-tuned": results}))
    assert "Backfill: warm workers. Not measured yet: bench run --profile warm." in missing
    assert len(missing) == len(REFERENCES) - 1


def test_what_failed_on_both_sides_is_missing_and_not_unmeasured(build: Build) -> None:
    """The reason is told with whom it is about."""
    failed = {"outcome": "failed", "reason": "it fell"}
    text = verdict(build(changes={"airflow:stock": failed, "dagster:stock": failed}))
    assert (
        "| A backfill of many days | How long is a backfill? Wall time | stock | – | – | missing: Airflow (stock) and "
        "Dagster (stock), round 1 failed: it fell | [Backfill](#backfill) |\n" in text
    )
    assert "How long is a backfill? Not measured here" not in text


def test_one_tool_alone_has_no_verdict(build: Build) -> None:
    """And the page says so."""
    text = verdict(build({"bare": [4.0] * 5, "airflow:tuned": [9.0] * 5}))
    assert "**Nothing here compares two tools in the same configuration.**" in text


def test_two_folders_about_the_same_are_refused(build: Build) -> None:
    """No figure is made of two runs; the newest is taken only where that is asked for."""
    one, other = build(name="one"), build(name="other")
    with pytest.raises(ResultError, match=r"other: holds backfills and so does .*/one; take one of them"):
        read_evidence([one, other])
    found = first_of_each([one, other])
    results = found.runs("backfills")
    assert results
    assert results.folder == one


def test_results_from_two_machines_are_told_and_have_no_verdict(build: Build) -> None:
    """A ratio across machines would be of machines as well."""
    lap = {
        "name": "lap",
        "cpu": "B",
        "cores": 8,
        "memory_bytes": 32_000_000_000,
        "system": "Linux 6.1",
        "python": "3.11.2",
    }
    text = verdict(build(changes={"dagster:stock": {"machine": lap}}))
    assert (
        "\n- Measurements come from different machines: Backfill on desk (A CPU, 8 cores, 32 GB) and lap (B, 8 cores, "
        "32 GB). Compare seconds within a chapter only; a chapter of several machines has no verdict.\n" in text
    )
    assert "faster" not in text
    assert "slower" not in text


def test_three_tools_are_in_the_verdict_and_in_the_ranking(build: Build) -> None:
    """A third one needs no more than its measurements."""
    walls = {f"{tool}:tuned": [base, base + 0.1, base + 0.2, base, base] for tool, base in TOOLS.items()}
    text = verdict(build({"bare": [4.0] * 5, **walls}))
    tools = "Airflow | Dagster (reference) | Prefect"
    assert f"| Kind of work | Question | Configuration | {tools} | In words | Chapter |" in text
    (row,) = [line for line in text.splitlines() if "| How long is a backfill? Wall time |" in line]
    assert row.startswith("| A backfill of many days | ")
    assert f"| Airflow faster; Prefect slower {OLDER} | [Backfill](#backfill) |" in row
    assert [line.split(" | ")[1] for line in text.splitlines() if re.match(r"\| \d \| ", line)] == [
        "Airflow (tuned)",
        "Dagster (tuned)",
        "Prefect (tuned)",
    ]


def test_a_sentence_on_a_tool_is_said_only_where_it_is_compared(build: Build) -> None:
    """What Dagster waits for is of no interest without it; what people ask of it is asked whoever is measured."""
    walls = {"airflow:stock": [9.0] * 5, "prefect:stock": [7.0] * 5}
    assert "Dagster's backfill daemon" in verdict(build(name="with"))
    text = verdict(build(walls, name="without"))
    before, _, after = text.partition("\n## Questions that people ask\n")
    assert "Dagster" not in before + after.partition("\n## ")[2]
    assert "\n*Airflow or Prefect, for a pipeline like this one?*\n" in text
