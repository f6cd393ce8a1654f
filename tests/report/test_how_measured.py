"""The part of the method that says how these results were measured, and on what."""

from datetime import timedelta

import pytest

from report.chapters.method.how_measured import machine, method
from report.data.read import read_results
from report.page.document import Items, Table, Text

from .conftest import MANY, Build, Report
from .made import START, Made, a_case, results_of
from .pages import heading, part, table


@pytest.fixture
def page(many_report: Report) -> str:
    """The Markdown page of the results in many cases."""
    return many_report[0]


def test_the_order_of_measuring_is_told_as_it_was() -> None:
    """A case's contenders are said to have followed one another only where they did."""

    def told(*order: tuple[str, int]) -> str:
        made = [
            Made("backfill", a_case(days), contender, [9.0], changes={"started_at": START + timedelta(minutes=minute)})
            for minute, (contender, days) in enumerate(order)
        ]
        (items,) = method(results_of(*made))
        assert isinstance(items, Items)
        return " ".join(items.items)

    words = "those of a case one after another"
    assert words in told(("bare", 1), ("airflow:tuned", 1), ("bare", 7), ("airflow:tuned", 7))
    assert words not in told(("bare", 1), ("bare", 7), ("airflow:tuned", 1), ("airflow:tuned", 7))


def test_contenders_are_told_with_what_they_are(page: str) -> None:
    """The plan says what each is, and the command that asks for the same again."""
    assert table(part(page, "Contenders")) == [[contender, f"what {contender} is"] for contender in MANY]
    assert "\nuv run bench run backfill --days 3 --rounds 5\n" in part(page, "How to reproduce")


def test_the_stacks_share_a_column_of_versions(page: str) -> None:
    """Contenders of a stack have one environment."""
    text = part(page, "Versions")
    assert heading(text) == ["Package", "bare", "airflow", "dagster"]
    assert ["dbt-core", "1.11.0", "1.11.0", "1.11.0"] in table(text)


def test_different_machines_are_pointed_out(build: Build) -> None:
    """Times from two machines do not compare, so the page says that there are two."""
    lap = {"name": "lap", "cpu": "B", "cores": 2, "memory_bytes": 8_000_000_000, "system": "s", "python": "3.13"}
    where, warning = machine(read_results(build(changes={"dagster:stock": {"machine": lap}})))
    assert isinstance(where, Table)
    assert [row[0] for row in where.rows] == ["desk", "lap"]
    assert isinstance(warning, Text)
    assert "their times do not compare" in warning.text
