"""The part of the method that says how these results were measured, and on what."""

from datetime import timedelta
from pathlib import Path

import pytest

from report.chapters.method.how_measured import method
from report.page.document import Items
from report.report import write_report

from .conftest import MANY, Build
from .made import START, Made, a_case, results_of
from .pages import heading, part, table


@pytest.fixture(scope="module")
def page(many: Path) -> str:
    """The Markdown page of the results in many cases."""
    return write_report(many)[0].read_text()


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
    machine = {"name": "lap", "cpu": "B", "cores": 2, "memory_bytes": 8_000_000_000, "system": "s", "python": "3.13"}
    page = write_report(build(changes={"dagster:stock": {"machine": machine}}))[0].read_text()
    assert [row[0] for row in table(part(page, "Machine"))] == ["desk", "lap"]
    assert "their times do not compare" in part(page, "Machine")
