"""Whose tables are the control's, and whether every step was done once."""

from report.chapters.shared.validity import parity, step_counts
from report.data.read import read_results

from .conftest import OTHER, Build
from .made import sentences, tables


def test_parity_lists_each_difference(build: Build) -> None:
    """Table, key and column with bare's value and the contender's; the others are said to be identical."""
    found = parity(read_results(build(changes={"airflow:stock": {"parity": OTHER}})))
    said = sentences(found)
    assert "Airflow (stock): differs from bare in 5 of 5 rounds; differences in a round: 2." in said
    assert "Dagster (stock): identical in 5 rounds." in said
    (table,) = tables(found)
    assert table.rows == [
        ["city_aggregates", "2013-01-02 Newark", "temperature_mean_c", "1.2346", "1.2345"],
        ["city_aggregates", "2013-01-03 Newark", "*", "present", "–"],
    ]


def test_contenders_whose_counts_are_the_same_share_a_line(build: Build) -> None:
    """A line that stands out is one that differs; a step that is lost is also said in words."""
    lost = {"steps": {"expected": 21, "done": 20, "failed": 1, "repeated": 0}}
    found = step_counts(read_results(build(changes={"airflow:stock": lost})))
    assert sentences(found) == ["In 5 rounds of 15 a step was lost, failed or done again."]
    (table,) = tables(found)
    assert table.rows == [["bare, dagster:stock", "21", "21", "0", "0"], ["airflow:stock", "21", "20", "1", "0"]]


def test_that_every_step_was_done_once_is_said(build: Build) -> None:
    """The sentence is there only when it is true of every round."""
    found = step_counts(read_results(build()))
    assert sentences(found)[0].startswith("In each of 15 rounds every step of every partition was done once")
    (table,) = tables(found)
    assert table.rows == [["all 3", "21", "21", "0", "0"]]
