"""What the figures stand on."""

from dataclasses import replace
from pathlib import Path

from report.chapters.method.chapter import write
from report.chapters.method.how_measured import method
from report.data.folders import Evidence
from report.data.results import Results

from .made import Made, a_case, results_of, sentences, tables


def made(*contenders: str) -> Results:
    """A round of each contender."""
    return results_of(*(Made("backfill", a_case(), contender, [9.0]) for contender in contenders))


def raw_data(results: Results) -> list[str]:
    """What is said of the files."""
    (chapter,) = write(Evidence({"backfills": results}), Path())
    (section,) = [section for section in chapter.evidence if section.title == "Raw data"]
    return sentences(section.blocks)


def test_files_of_an_older_schema_are_said_to_be() -> None:
    results = made("bare")
    assert not any("schema" in said for said in raw_data(results))
    older = "results was written in schema 2 and is read as schema 3 (records/schema_2.py)."
    assert older in raw_data(replace(results, written_in=2))


def test_what_earlier_runs_said_of_noise_is_a_table_with_the_commit_of_their_raw_values() -> None:
    """Limitations has it where stacks were started by the harness."""
    (chapter,) = write(Evidence({"backfills": made("bare")}), Path())
    (section,) = [section for section in chapter.sections if section.title == "Limitations"]
    (table,) = tables(section.blocks)
    assert "commit 7f161ff" in table.caption
    assert table.rows[0] == ["2026-11-26", "8", "4.2 %", "4.8 %", "–", "–"]
    assert table.rows[-1] == ["2026-11-27", "10", "7.3 %", "7.1 %", "4.1 %", "2.8 %"]


def test_how_a_tool_is_asked_is_told_of_the_tools_that_were() -> None:
    """Each looks for work in its own way; of another one nothing is claimed."""
    said = " ".join(sentences(method(made("bare", "airflow:tuned", "prefect:tuned"))))
    assert "(Airflow 0 s, Prefect 0 s). What a service goes on to do" in said
    assert "later than that. Airflow's scheduler" in said
    assert "Dagster's backfill daemon" not in said
