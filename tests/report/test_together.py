"""What the pairs say together, at the head of the verdict."""

import pytest

from report.chapters.verdict.rows import rows
from report.chapters.verdict.together import together

from .asked import EQUAL, FIVE, THRICE, TWICE, measure, paired, question

PAIRS = {
    "airflow_tuned": "no broker",
    "dagster_tuned": "no broker",
    "airflow_celery": "warm workers",
    "dagster_celery": "warm workers",
}


def said(**samples: list[float]) -> list[str]:
    """The sentences on two pairs."""
    return together(rows([question(paired(measure("m", **samples), **PAIRS))]))


def test_pairs_say_together_who_is_ahead_where() -> None:
    """One sentence on all, one for each measure; nothing where there is one pair alone."""
    assert said(airflow_tuned=FIVE, airflow_celery=THRICE, dagster_tuned=TWICE, dagster_celery=TWICE) == [
        "No tool is ahead in everything: it depends on the configuration and on what is asked.",
        "m: Airflow faster: no broker (0.50×); Airflow slower: warm workers (1.50×).",
    ]
    assert said(airflow_tuned=FIVE, dagster_tuned=TWICE) == []


def test_a_tool_that_is_ahead_in_every_pair_is_said_to_be() -> None:
    """Also where some pairs cannot be told apart."""
    first, *_ = said(airflow_tuned=FIVE, airflow_celery=FIVE, dagster_tuned=TWICE, dagster_celery=EQUAL)
    assert first == "Where a difference was measured, Airflow is ahead in every configuration."


@pytest.mark.parametrize(
    ("airflow", "dagster", "words"),
    [(TWICE[:2], FIVE[:2], "Too few rounds for a verdict"), (EQUAL, FIVE, "No measurable difference")],
    ids=["few", "enough"],
)
def test_too_few_rounds_are_not_taken_for_no_difference(airflow: list[float], dagster: list[float], words: str) -> None:
    """Of two rounds nothing is known, whatever their ratio; of five that overlap it is known that they do."""
    first, each = said(airflow_tuned=airflow, airflow_celery=airflow, dagster_tuned=dagster, dagster_celery=dagster)
    assert first == f"{words} in any configuration."
    assert ("×" in each) == (len(airflow) >= 5)
