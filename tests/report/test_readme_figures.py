"""README's figures."""

from pathlib import Path

from report import readme
from report.chapters.verdict.findings import findings
from report.chapters.verdict.questions import questions
from report.chapters.verdict.rows import rows
from report.data.folders import read_evidence


def test_readmes_figures_are_the_verdict(many: Path) -> None:
    """The findings in sentences with their ratios, the picture, the machine, and where the report is."""
    evidence = read_evidence([many])
    text = readme.figures(evidence)
    (found,) = findings(rows(questions(evidence)), [])
    assert found.startswith("Airflow where a backfill has to be done soon (0.76×, tuned), ")
    assert f"\n- {found}\n" in text
    assert "](report/verdict.svg)" in text
    assert "\nMeasured on 8 cores. " in text
    assert "](report/report.md)" in text
