"""README's figures."""

from pathlib import Path

from report import readme
from report.data.folders import read_evidence

from .pages import heading, table


def test_readmes_figures_are_the_verdict(many: Path) -> None:
    """One line per question, one column per tool, the picture, and where the report is."""
    text = readme.figures(read_evidence([many]))
    assert heading(text) == ["Question", "Configuration", "Airflow", "Dagster (reference)", "Verdict"]
    assert [row[1] for row in table(text)] == ["tuned"] * 4
    assert "](report/verdict.svg)" in text
    assert "on 8 cores:" in text
