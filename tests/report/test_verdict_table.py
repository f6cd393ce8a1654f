"""The verdict's table: its cells, its marks, its order."""

from dataclasses import replace

from report.chapters.question import Fact
from report.chapters.verdict.picture import picture
from report.chapters.verdict.rows import rows
from report.chapters.verdict.tables import all_measures, verdict_table, warnings

from .asked import EQUAL, FIVE, THRICE, TWICE, measure, question
from .described import stack


def test_a_cell_has_ratio_interval_median_and_rounds() -> None:
    """The reference's has no ratio, and its heading says who it is."""
    found = rows([question(measure("m", airflow_tuned=FIVE, dagster_tuned=TWICE))])
    shown = verdict_table(found)
    assert shown.caption.startswith("Each tool against the reference, Dagster,")
    tools = ["Airflow", "Dagster (reference)"]
    assert shown.columns == ["Kind of work", "Question", "Configuration", *tools, "In words", "Chapter"]
    assert shown.rows == [
        ["", "Speed? m", "tuned", "0.50× (0.49 to 0.51), 10.0 s, 5 rounds", "20.0 s, 5 rounds", "Airflow faster", ""]
    ]
    every = all_measures(found)
    assert every.rows == [["Speed?", "m", *shown.rows[0][2:-1]]]


def test_a_ratio_is_shown_only_where_both_sides_have_the_rounds_of_a_verdict() -> None:
    """In the table and in the picture; medians and rounds are told all the same."""
    few = rows([question(measure("m", airflow_tuned=FIVE[:3], dagster_tuned=TWICE))])
    (row,) = verdict_table(few).rows
    assert row[3:5] == ["10.1 s, 3 rounds", "20.0 s, 5 rounds"]
    assert picture(few) is None


def test_a_row_warns_of_rounds_that_differ() -> None:
    """A side without any is missing, which its words say."""
    (row,) = rows([question(measure("m", airflow_tuned=FIVE, dagster_tuned=[*TWICE, 20.0]))])
    assert warnings(row) == ["rounds differ: 5 and 6"]
    (row,) = rows([question(measure("m", airflow_tuned=FIVE, missing={"dagster:tuned": "it fell"}))])
    assert warnings(row) == []


def test_a_row_warns_of_results_that_are_older_than_the_method() -> None:
    """Behind its words; one of today's method, with as many rounds on each side, warns of nothing."""
    todays = measure("m", airflow_tuned=FIVE, dagster_tuned=TWICE)
    told = [verdict_table(rows([question(replace(todays, older=changes))])).rows[0][-2] for changes in (0, 1, 2)]
    assert told == [
        "Airflow faster",
        "Airflow faster \N{WARNING SIGN} 1 change of method since",
        "Airflow faster \N{WARNING SIGN} 2 changes of method since",
    ]


def test_rows_stand_by_kind_of_work_and_lead_to_their_chapters() -> None:
    """What is counted among what is timed; work of no kind that is known comes last."""
    timed = replace(measure("m", airflow_tuned=FIVE, dagster_tuned=TWICE), chapter="Backfill")
    late = replace(question(timed), order=2, work="A bad day")
    tools = [stack("airflow"), stack("dagster")]
    counted = Fact("Long steps", "How long?", tools, {"airflow": "7 s"}, "a count", "Other")
    shown = verdict_table(rows([question(timed, short="Else"), late]), [counted])
    assert [row[0] for row in shown.rows] == ["Long steps", "A bad day", ""]
    assert shown.rows[0] == ["Long steps", "How long?", "any", "7 s", "–", "a count", "Other"]
    assert shown.chapters == [row[-1] for row in shown.rows] == ["Other", "Backfill", "Backfill"]


def test_three_tools_have_a_column_each() -> None:
    """Each is told apart in the verdict; who has nothing in a row has no figure there."""
    first = measure("a", airflow_tuned=FIVE, dagster_tuned=TWICE, prefect_tuned=THRICE)
    second = measure("b", airflow_tuned=EQUAL, dagster_tuned=FIVE, prefect_tuned=FIVE[:2])
    third = measure("c", dagster_tuned=FIVE, prefect_tuned=TWICE)
    shown = verdict_table(rows([question(first, second, third)]))
    assert shown.columns[3:-1] == ["Airflow", "Dagster (reference)", "Prefect", "In words"]
    assert [row[-2] for row in shown.rows] == [
        "Airflow faster; Prefect slower",
        "Airflow: no measurable difference; Prefect: too few rounds \N{WARNING SIGN} rounds differ: 5 and 2",
        "Prefect slower",
    ]
    assert [row[3] == "–" for row in shown.rows] == [False, False, True]
    assert shown.rows[0][5].startswith("1.50× (")


def test_a_tool_is_in_the_verdict_also_where_it_has_too_few_rounds() -> None:
    """The row that brings it in is shown, and no other with so few."""
    few = dict.fromkeys(("airflow_tuned", "dagster_tuned", "airflow_stock", "dagster_stock"), FIVE[:1])
    shown = verdict_table(rows([question(measure("m", **few, prefect_stock=THRICE[:1]))]))
    assert [row[2] for row in shown.rows] == ["tuned", "stock"]
    assert [row[5] != "–" for row in shown.rows] == [False, True]
    assert [row[2] for row in verdict_table(rows([question(measure("m", **few))])).rows] == ["tuned"]


def test_another_tool_is_the_reference_where_the_usual_one_is_not_there() -> None:
    """It is then said in the cell and not in the heading, for it is not the same in every row."""
    usual = measure("a", airflow_tuned=FIVE, dagster_tuned=TWICE)
    other = measure("b", airflow_tuned=FIVE, prefect_tuned=TWICE)
    shown = verdict_table(rows([question(usual, other)]))
    assert shown.columns[3:-2] == ["Airflow", "Dagster", "Prefect"]
    assert shown.caption == "Each tool against the reference, by kind of work"
    assert [row[4:6] for row in shown.rows] == [
        ["reference, 20.0 s, 5 rounds", "–"],
        ["–", "reference, 20.0 s, 5 rounds"],
    ]
