"""The verdict's rows: who is compared with whom, and in which words."""

from dataclasses import replace
from math import ceil, log

import pytest

from report.chapters.question import standing
from report.chapters.verdict.rows import rows, verdict_rows
from report.chapters.verdict.tables import all_measures, verdict_table

from .asked import EQUAL, FIVE, THRICE, TWICE, in_one_pair, measure, question
from .described import contender


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
    asked = in_one_pair(measure("m", airflow_tuned=FIVE, airflow_celery=TWICE, dagster_tuned=THRICE))
    told = [(row.configuration, [one.contender.name for one in row.standings]) for row in rows([question(asked)])]
    assert told == [
        ("no broker", ["airflow:celery", "dagster:tuned"]),
        ("no broker: Airflow (tuned) and Dagster (tuned)", ["airflow:tuned", "dagster:tuned"]),
    ]


def test_the_first_of_a_pair_has_its_row_also_where_it_failed() -> None:
    """With its reason; the second does not stand in for it."""
    asked = in_one_pair(measure("m", airflow_tuned=FIVE, dagster_tuned=TWICE, missing={"airflow:celery": "it fell"}))
    assert [(row.configuration, row.words) for row in rows([question(asked)])] == [
        ("no broker", "missing: Airflow (celery), it fell"),
        ("no broker: Airflow (tuned) and Dagster (tuned)", "Airflow faster"),
    ]


def test_of_two_runs_of_the_same_pair_that_with_more_rounds_is_in_the_verdict() -> None:
    """Both are among all measures."""
    few, many = (measure("m", airflow_tuned=FIVE[:n], dagster_tuned=TWICE[:n]) for n in (3, 5))
    found = rows([question(in_one_pair(few), in_one_pair(many))])
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


def test_a_pair_says_whose_workers_are_warm_where_that_differs() -> None:
    """And that they are alike, where it tells a second row of the pair from the first."""
    asked = in_one_pair(measure("m", airflow_tuned=FIVE, airflow_celery=TWICE, dagster_tuned=THRICE))
    warm = {"airflow:tuned": "cold", "airflow:celery": "warm", "dagster:tuned": "cold"}
    told = [one.model_copy(update={"workers": warm[one.name]}) for one in asked.contenders]
    assert [row.short for row in rows([question(replace(asked, contenders=told))])] == [
        "no broker, Airflow warm, Dagster cold",
        "no broker, all cold",
    ]
