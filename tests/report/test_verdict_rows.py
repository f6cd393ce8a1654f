"""The verdict's rows, their table and their picture, of two tools and of more."""

from dataclasses import replace
from math import ceil, log

import pytest

from report.chapters.question import Fact, standing
from report.chapters.verdict.picture import picture
from report.chapters.verdict.rows import rows, verdict_rows
from report.chapters.verdict.tables import all_measures, verdict_table, warnings
from report.charts.palette import colours

from .asked import EQUAL, FIVE, THRICE, TWICE, measure, paired, question
from .described import contender, stack


def test_a_tool_is_compared_with_the_reference() -> None:
    """The tuned contenders speak where there are both."""
    asked = question(
        measure("m", airflow_stock=[50.0] * 5, airflow_tuned=FIVE, dagster_stock=FIVE, dagster_tuned=TWICE)
    )
    (row,) = rows([asked])
    (one,) = row.others
    assert (one.contender.name, row.reference.contender.name) == ("airflow:tuned", "dagster:tuned")
    assert one.against
    assert one.against.ratio == pytest.approx(0.5)
    assert (row.configuration, row.words) == ("tuned", "Airflow faster")


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


def test_what_holds_for_all_tools_is_said_once() -> None:
    """No name is needed then."""
    same = measure("a", airflow_tuned=EQUAL, dagster_tuned=FIVE, prefect_tuned=EQUAL)
    fell = measure("b", airflow_tuned=FIVE, prefect_tuned=FIVE, missing={"dagster:tuned": "it fell"})
    assert [row.words for row in rows([question(same, fell)])] == [
        "no measurable difference",
        "missing: Dagster (tuned), it fell",
    ]


def test_unlike_configurations_are_not_compared() -> None:
    """Stock with stock, where only one tool was tuned; a tuned one alone has nobody to be compared with."""
    stock = question(measure("m", airflow_stock=FIVE, airflow_tuned=FIVE, dagster_stock=FIVE))
    (row,) = rows([stock])
    assert [one.contender.name for one in row.standings] == ["airflow:stock", "dagster:stock"]
    assert rows([question(measure("m", airflow_tuned=FIVE, dagster_stock=FIVE))]) == []


def test_a_further_kind_is_shown_where_it_brings_in_a_tool() -> None:
    """The tuned with each other, and all three stock."""
    both = {"airflow_tuned": FIVE, "dagster_tuned": TWICE, "airflow_stock": FIVE, "dagster_stock": TWICE}
    found = rows([question(measure("m", **both, prefect_stock=THRICE))])
    assert [(row.configuration, len(row.standings)) for row in found] == [("tuned", 2), ("stock", 3)]
    assert [row.configuration for row in rows([question(measure("m", **both))])] == ["tuned"]


def test_a_tool_is_in_the_verdict_also_where_it_has_too_few_rounds() -> None:
    """The row that brings it in is shown, and no other with so few."""
    few = dict.fromkeys(("airflow_tuned", "dagster_tuned", "airflow_stock", "dagster_stock"), FIVE[:1])
    shown = verdict_table(rows([question(measure("m", **few, prefect_stock=THRICE[:1]))]))
    assert [row[2] for row in shown.rows] == ["tuned", "stock"]
    assert [row[5] != "–" for row in shown.rows] == [False, True]
    assert [row[2] for row in verdict_table(rows([question(measure("m", **few))])).rows] == ["tuned"]


def test_special_ways_stand_for_tools_only_where_there_are_no_others() -> None:
    """Each is said to be special."""
    special = ["airflow:range", "dagster:single-run"]
    assert [one.name for one in standing(map(contender, ["bare", "airflow:tuned", *special]))] == ["airflow:tuned"]
    assert [one.name for one in standing(map(contender, ["bare", *special]))] == special
    (row,) = rows([question(measure("m", airflow_range=FIVE, dagster_compose=TWICE))])
    assert row.configuration == "special"


def test_contenders_of_one_pair_are_compared_in_a_row_of_their_own() -> None:
    """Whatever their kind, also where rounds are few; who is in no pair brings in a tool by its kind."""
    of = {"airflow:celery": ("warm workers",), "dagster:celery": ("warm workers",), "airflow:tuned": ("no broker",)}
    of["dagster:tuned"] = ("no broker",)
    asked = measure(
        "m",
        airflow_tuned=FIVE,
        airflow_celery=TWICE[:2],
        dagster_tuned=TWICE,
        dagster_celery=FIVE,
        prefect_tuned=THRICE,
    )
    paired = [one.model_copy(update={"pairs": of.get(one.name, ())}) for one in asked.contenders]
    found = rows([question(replace(asked, contenders=paired))])
    told = [(row.configuration, [one.contender.name for one in row.standings], row.words) for row in found]
    assert told == [
        ("no broker", ["airflow:tuned", "dagster:tuned"], "Airflow faster"),
        ("warm workers", ["airflow:celery", "dagster:celery"], "too few rounds"),
        ("tuned", ["airflow:tuned", "dagster:tuned", "prefect:tuned"], "Airflow faster; Prefect slower"),
    ]
    assert [row[2] for row in verdict_table(found).rows] == ["no broker", "warm workers", "tuned"]


def test_a_pair_of_several_contenders_has_a_row_for_each() -> None:
    """The first of each tool, then the second; a tool that has but one stands there again. Their names tell them."""
    asked = paired(
        measure("m", airflow_tuned=FIVE, airflow_celery=TWICE, dagster_tuned=THRICE),
        airflow_tuned="no broker",
        airflow_celery="no broker",
        dagster_tuned="no broker",
    )
    told = [(row.configuration, [one.contender.name for one in row.standings]) for row in rows([question(asked)])]
    assert told == [
        ("no broker", ["airflow:celery", "dagster:tuned"]),
        ("no broker: Airflow (tuned) and Dagster (tuned)", ["airflow:tuned", "dagster:tuned"]),
    ]


def test_the_first_of_a_pair_has_its_row_also_where_it_failed() -> None:
    """With its reason; the second does not stand in for it."""
    asked = paired(
        measure("m", airflow_tuned=FIVE, dagster_tuned=TWICE, missing={"airflow:celery": "it fell"}),
        airflow_celery="no broker",
        airflow_tuned="no broker",
        dagster_tuned="no broker",
    )
    assert [(row.configuration, row.words) for row in rows([question(asked)])] == [
        ("no broker", "missing: Airflow (celery), it fell"),
        ("no broker: Airflow (tuned) and Dagster (tuned)", "Airflow faster"),
    ]


def test_of_two_runs_of_the_same_pair_that_with_more_rounds_is_in_the_verdict() -> None:
    """Both are among all measures."""
    few, many = (measure("m", airflow_tuned=FIVE[:n], dagster_tuned=TWICE[:n]) for n in (3, 5))
    pairs = {"airflow_tuned": "no broker", "dagster_tuned": "no broker"}
    found = rows([question(paired(few, **pairs), paired(many, **pairs))])
    assert [row.fewest for row in verdict_rows(found)] == [5]
    assert len(all_measures(found).rows) == 2


def test_it_is_said_how_many_rounds_would_tell_what_these_do_not() -> None:
    """An interval narrows with the root of the rounds; what is equal is told by no number of them."""
    noisy = [10.4, 9.8, 10.3, 10.6, 10.0]
    (row,) = rows([question(measure("m", airflow_tuned=noisy, dagster_tuned=FIVE))])
    (one,) = row.others
    assert one.against
    assert one.against.interval
    assert one.against.ratio
    low, high = one.against.interval
    needed = ceil(5 * (log(high / low) / 2 / log(one.against.ratio)) ** 2)
    assert needed > 5
    assert row.words == f"no measurable difference (about {needed} rounds would show one of this size)"


def test_what_configurations_share_is_of_any() -> None:
    """A suite of tests is a tool's, however the tool is configured."""
    shared = replace(measure("m", airflow_tuned=FIVE, dagster_stock=TWICE), shared=True)
    (row,) = rows([question(shared)])
    assert (row.configuration, row.words) == ("any", "Airflow faster")


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


def test_a_contender_without_a_number_has_its_reason() -> None:
    """No ratio is made up for it."""
    missing = measure("m", airflow_tuned=[1.0] * 5, missing={"dagster:tuned": "it fell"})
    (row,) = rows([question(missing)])
    assert row.words == "missing: Dagster (tuned), it fell"
    assert verdict_table([row]).rows[0][3:5] == ["1.00 s, 5 rounds", "–"]
    (row,) = rows([question(measure("m", airflow_tuned=[0.0] * 5, dagster_tuned=[1.0] * 5))])
    assert row.words == "missing: a value is not above 0"


def test_what_differs_by_rounding_alone_is_no_difference() -> None:
    """Equal counts have a ratio of 1, but for the last digits."""
    nearly = [value * (1 + 1e-12) for value in [1.0] * 5]
    (row,) = rows([question(measure("m", airflow_tuned=nearly, dagster_tuned=[1.0] * 5))])
    assert row.words == "no measurable difference"


def test_the_picture_of_two_tools_says_the_verdict_by_colour() -> None:
    """One row per measure; a measure without a ratio is not in it."""
    faster = measure("a", airflow_tuned=FIVE, dagster_tuned=TWICE)
    missing = measure("b", airflow_tuned=FIVE, missing={"dagster:tuned": "it fell"})
    drawn = picture(rows([question(faster, missing)]))
    assert drawn
    assert drawn.alt == "Ratios of Airflow to Dagster with their intervals, one row per measure: a 0.50×"
    assert "less with Airflow" in drawn.svg
    assert "less with Dagster →" in drawn.svg
    assert picture(rows([question(missing)])) is None


def test_the_picture_names_configurations_on_a_line_of_their_own() -> None:
    """And a second contender of a pair without its tool: names as long as the table's would be cut."""
    asked = paired(
        measure("m", airflow_tuned=FIVE, airflow_celery=TWICE, dagster_tuned=THRICE),
        airflow_tuned="no broker",
        airflow_celery="no broker",
        dagster_tuned="no broker",
    )
    drawn = picture(rows([question(asked)]))
    assert drawn
    assert "m no broker 0.67×; m no broker: tuned 0.33×" in drawn.alt
    assert "no broker: tuned" in drawn.svg


def test_the_picture_of_three_tools_tells_them_apart() -> None:
    """Each has the colour of its contender in the other pictures, and the reference none."""
    asked = question(measure("a", airflow_tuned=FIVE, dagster_tuned=TWICE, prefect_tuned=THRICE))
    drawn = picture(rows([asked]))
    assert drawn
    assert drawn.alt == (
        "Ratios of Airflow and Prefect to Dagster with their intervals, one row per measure: a Airflow 0.50×; a "
        "Prefect 1.50×"
    )
    of = colours([contender(name) for name in ("airflow:tuned", "dagster:tuned", "prefect:tuned")])
    assert of["airflow:tuned"] in drawn.svg
    assert of["prefect:tuned"] in drawn.svg
    assert of["dagster:tuned"] not in drawn.svg


def test_a_pair_says_whose_workers_are_warm_where_that_differs() -> None:
    """And that they are alike, where it tells a second row of the pair from the first."""
    asked = paired(
        measure("m", airflow_tuned=FIVE, airflow_celery=TWICE, dagster_tuned=THRICE),
        airflow_tuned="no broker",
        airflow_celery="no broker",
        dagster_tuned="no broker",
    )
    warm = {"airflow:tuned": "cold", "airflow:celery": "warm", "dagster:tuned": "cold"}
    told = [one.model_copy(update={"workers": warm[one.name]}) for one in asked.contenders]
    assert [row.short for row in rows([question(replace(asked, contenders=told))])] == [
        "no broker, Airflow warm, Dagster cold",
        "no broker, all cold",
    ]
