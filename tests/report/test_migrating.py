"""The page for those who migrate."""

from report.chapters.registry import registered
from report.chapters.side_by_side.concepts import read_concepts
from report.chapters.side_by_side.migrating import PAGE, migrating_page, read_migrating
from report.readme import PROJECT


def test_every_concept_of_the_side_by_side_is_told_both_ways() -> None:
    """In the same order, so that a reader finds it in either."""
    assert [one.title for one in read_migrating().concept] == [concept.title for concept in read_concepts()]


def test_each_tool_has_something_that_the_other_has_not() -> None:
    """And what its users do instead."""
    assert {one.tool for one in read_migrating().without} == {"Airflow", "Dagster"}


def test_the_committed_page_is_made_of_its_data_and_of_todays_code() -> None:
    """`make docs` writes it."""
    assert (PROJECT / PAGE).read_text() == migrating_page()


def test_make_docs_finds_it_by_its_chapter() -> None:
    """As every page that a chapter keeps beside the report."""
    assert {place: text for chapter in registered() for place, text in chapter.pages().items()} == {
        PAGE: migrating_page()
    }
