"""The ranking of contenders, of two tools and of more."""

from dataclasses import replace
from math import log

import pytest

from report.chapters.verdict.ranking import ranking, weighable

from .asked import FIVE, THRICE, TWICE, measure, question


def test_the_ranking_is_of_geometric_means_of_ratios_to_the_best() -> None:
    """Over the measures of a question, then over questions."""
    fast = question(
        measure("a", airflow_tuned=[2.0] * 5, dagster_tuned=[1.0] * 5),
        measure("b", airflow_tuned=[8.0], dagster_tuned=[1.0]),
    )
    small = question(measure("c", airflow_tuned=[1.0] * 5, dagster_tuned=[5.0] * 5), short="Size")
    weighed = ranking([fast, small])
    assert weighed
    assert weighed.questions == ["Speed", "Size"]
    assert weighed.scores == [[pytest.approx(log(4), abs=1e-4), 0], [0, pytest.approx(log(5), abs=1e-4)]]
    # Dagster's 1 and 5 against Airflow's 4 and 1: Airflow's geometric mean is less.
    assert [row[:3] for row in weighed.table.rows] == [
        ["1", "Airflow (tuned)", "2.00×"],
        ["2", "Dagster (tuned)", "2.24×"],
    ]
    assert all(len(draw) == 2 for draw in weighed.draws)


def test_the_ranking_says_how_stable_it_is() -> None:
    """Rounds that overlap change places when drawn again; the best in one of two questions has half the weightings."""
    close = question(measure("a", airflow_tuned=[1.0, 2.0, 3.0], dagster_tuned=[1.1, 2.1, 3.1]))
    weighed = ranking([close])
    assert weighed
    first, second = (int(row[3].removesuffix(" %")) for row in weighed.table.rows)
    assert first + second == 100
    assert 10 < second < 50
    one = question(measure("a", airflow_tuned=[1.0], dagster_tuned=[2.0]))
    other = question(measure("b", airflow_tuned=[2.0], dagster_tuned=[1.0]), short="Size")
    both = ranking([one, other])
    assert both
    assert all(45 < int(row[4].removesuffix(" %")) < 55 for row in both.table.rows)


def test_a_contender_without_all_evidence_is_not_ranked() -> None:
    """It stands last, without a place, and is nowhere first."""
    one = question(measure("a", airflow_tuned=[2.0], dagster_tuned=[1.0]))
    other = question(measure("b", airflow_tuned=[2.0]), short="Size")
    weighed = ranking([one, other])
    assert weighed
    assert weighed.scores[1] == [0, None]
    assert weighed.table.rows[-1][:5] == ["–", "Dagster (tuned)", "–", "0 %", "0 %"]


def test_nobody_is_first_where_nobody_has_all_evidence() -> None:
    """No place and no share for anyone."""
    one = question(measure("a", airflow_tuned=[2.0]))
    other = question(measure("b", dagster_tuned=[2.0]), short="Size")
    weighed = ranking([one, other])
    assert weighed
    assert [row[:5] for row in weighed.table.rows] == [
        ["–", name, "–", "0 %", "0 %"] for name in ("Airflow (tuned)", "Dagster (tuned)")
    ]


def test_equals_share_a_place() -> None:
    """A suite that speaks for two contenders puts neither first, in no draw."""
    suite = [1.0, 2.0, 4.0]
    tests = measure("tests", airflow_stock=suite, airflow_tuned=suite, dagster_tuned=[9.0] * 3)
    weighed = ranking([question(replace(tests, shared=True))])
    assert weighed
    assert [row[0] for row in weighed.table.rows] == ["1", "1", "3"]
    assert [row[3] for row in weighed.table.rows] == ["50 %", "50 %", "0 %"]


def test_measures_of_the_same_rounds_are_drawn_together() -> None:
    """CPU time that is twice the wall time in every round is so in every draw."""
    walls = [1.0, 2.0, 4.0]
    wall, cpu = (
        replace(measure(name, airflow_tuned=[times * v for v in walls], dagster_tuned=walls), source="rounds")
        for name, times in (("wall", 1), ("cpu", 2))
    )
    weighed = ranking([question(wall), question(cpu, short="CPU")])
    assert weighed
    assert all(draw[0][1] - draw[0][0] == pytest.approx(log(2), abs=1e-3) for draw in weighed.draws)


def test_what_has_too_few_rounds_weighs_nothing() -> None:
    """Neither a question of few rounds, nor a contender that has fewer than a verdict takes."""
    few = question(measure("a", airflow_tuned=FIVE[:4], dagster_tuned=TWICE[:4]), short="Few")
    whole = question(measure("b", airflow_tuned=TWICE, dagster_tuned=FIVE, prefect_tuned=THRICE[:4]), short="Whole")
    weighed = ranking(weighable([few, whole]))
    assert weighed
    assert weighed.questions == ["Whole"]
    assert weighed.contenders == ["Airflow (tuned)", "Dagster (tuned)"]


def test_three_tools_are_ranked_together() -> None:
    """Each to the one that needs least in the question, whichever the verdict's reference is."""
    first = measure("a", airflow_tuned=TWICE, dagster_tuned=THRICE, prefect_tuned=FIVE)
    second = measure("b", airflow_tuned=FIVE, dagster_tuned=FIVE, prefect_tuned=FIVE)
    weighed = ranking([question(first), question(second, short="Size")])
    assert weighed
    assert weighed.contenders == ["Airflow (tuned)", "Dagster (tuned)", "Prefect (tuned)"]
    assert [[*row[:3], *row[5:]] for row in weighed.table.rows] == [
        ["1", "Prefect (tuned)", "1.00×", "1.00×", "1.00×"],
        ["2", "Airflow (tuned)", "1.41×", "2.00×", "1.00×"],
        ["3", "Dagster (tuned)", "1.73×", "3.00×", "1.00×"],
    ]
