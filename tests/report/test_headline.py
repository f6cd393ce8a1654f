"""The verdict in words: what it compares, and how much it claims."""

from pathlib import Path

import pytest

from report.chapters.backfill.headline import headline, leaders
from report.data.read import read_results
from report.stats.comparison import ENOUGH

from .conftest import OTHER, WALLS, Build, entries
from .made import Made, a_case, results_of

SLOW, ALIKE, FAST = [9.0, 9.2, 9.4, 9.6, 9.8], [9.1, 9.3, 9.2, 9.5, 9.7], [4.0, 4.1, 4.2, 4.3, 4.4]
TOO_FEW = "too few for a verdict"


@pytest.mark.parametrize(
    ("airflow", "dagster", "verdict"),
    [
        (SLOW, ALIKE, "no measurable difference"),
        (SLOW, FAST, None),
        (SLOW[:4], ALIKE[:4], TOO_FEW),
        (SLOW, ALIKE[:3], TOO_FEW),
        (SLOW[:4], FAST[:4], TOO_FEW),
        (SLOW[:2], FAST[:2], TOO_FEW),
        (SLOW[:1], FAST[:1], TOO_FEW),
    ],
)
def test_a_verdict_takes_five_rounds_on_both_sides(
    build: Build, airflow: list[float], dagster: list[float], verdict: str | None
) -> None:
    """With fewer there are the ratio and its interval, and one sentence that says why there is no more."""
    walls = {"bare": [4.0, 4.1, 4.2, 4.0, 4.1], "airflow:stock": airflow, "dagster:stock": dagster}
    _, _, *sentences = headline(read_results(build(walls)))
    assert sentences[0].startswith("Airflow (stock) against Dagster (stock): ")
    assert ("×" in sentences[0], " to " in sentences[0]) == (True, len(dagster) > 1)
    text = " ".join(sentences)
    assert [words for words in ("no measurable difference", TOO_FEW) if words in text] == ([verdict] if verdict else [])
    assert text.count(TOO_FEW) <= 1


def test_rounds_that_are_too_few_are_named_with_their_contenders(many: Path) -> None:
    """Where others have enough, the sentence says whose ratios are meant."""
    said = next(sentence for sentence in headline(read_results(many)) if TOO_FEW in sentence)
    assert said == (
        f"Fewer than {ENOUGH} rounds on a side are too few for a verdict: bare (range), Airflow (single-run) "
        "and Dagster (single-run)."
    )


def test_the_headline_is_about_bare_and_the_tuned_contenders(many: Path) -> None:
    """Stock is compared elsewhere; special ways are a sentence per stack, against its usual one."""
    wall, cpu, stacks, *special = headline(read_results(many))[:6]
    for sentence in (wall, cpu):
        assert sentence.startswith("7 days, 2 at once, ")
        assert sentence.count("bare's") == 2
        assert "Airflow (tuned)" in sentence
        assert "Dagster (tuned)" in sentence
    assert stacks.startswith("Airflow (tuned) against Dagster (tuned): ")
    assert [sentence.partition(": ")[0] for sentence in special] == [
        f"Special configurations, against {usual}" for usual in ("bare", "Airflow (tuned)", "Dagster (tuned)")
    ]
    assert "(stock)" not in "".join([wall, cpu, stacks, *special])


def test_of_three_tools_those_are_compared_that_are_alike() -> None:
    """However many there are; all stand against bare in one sentence."""
    made = [("bare", FAST), ("airflow:tuned", SLOW), ("dagster:stock", SLOW), ("prefect:tuned", FAST)]
    results = results_of(*(Made("backfill", a_case(), name, walls) for name, walls in made))
    said = headline(results)
    assert said[0].count("bare's") == 3
    against = [sentence.partition(": ")[0] for sentence in said if " against " in sentence]
    assert against == [
        "Airflow (tuned) against Prefect (tuned)",
    ]


def test_a_stack_without_a_number_for_its_tuned_contender_is_led_by_another(build: Build) -> None:
    """What is missing is said, and what there is speaks for the stack."""
    walls = {"bare": SLOW, "airflow:stock": SLOW, "airflow:tuned": FAST, "dagster:tuned": FAST}
    results = read_results(build(walls, {"airflow:tuned": {"parity": OTHER}}))
    assert [series.name for series in leaders(results)] == ["airflow:stock", "dagster:tuned"]
    assert "Airflow (tuned) has no number: its tables differ from bare's in 2 places." in headline(results)


def test_a_run_that_was_stopped_says_how_much_is_missing(build: Build) -> None:
    """Nobody takes a part of the plan for all of it."""
    whole, part = read_results(build()), {"entries": entries(WALLS, rounds=7)}
    assert "planned" not in " ".join(headline(whole))
    (whole.folder / "plan.json").write_text(whole.plan.model_copy(update=part).model_dump_json())
    assert headline(read_results(whole.folder))[-1] == "6 of 21 planned rounds were not measured."
