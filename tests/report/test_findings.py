"""The verdict in sentences."""

from dataclasses import replace

from report.chapters.question import WORKS, Fact, Measure
from report.chapters.verdict.findings import findings, unanswered
from report.chapters.verdict.rows import rows

from .asked import EQUAL, FIVE, THRICE, TWICE, measure, paired, question
from .described import stack

AHEAD = replace(measure("a", airflow_tuned=FIVE, dagster_tuned=TWICE), matters="time is short")
BEHIND = replace(measure("b", airflow_tuned=THRICE, dagster_tuned=FIVE), matters="memory is scarce")
ALIKE = replace(measure("c", airflow_tuned=EQUAL, dagster_tuned=FIVE), matters="money is short")


def said(*measures: Measure, facts: tuple[Fact, ...] = ()) -> list[str]:
    """The sentences on these measures and facts."""
    return findings(rows([question(*measures)]), list(facts))


def counted(ahead: str | None) -> Fact:
    """How many of three mistakes are caught."""
    tools, cells = [stack("airflow"), stack("dagster")], {"airflow": "2 of 3", "dagster": "3 of 3"}
    asks = "How many mistakes are caught?"
    return Fact("", asks, tools, cells, "a count", "", ahead=ahead, matters="mistakes have to be caught")


def test_a_clause_has_the_ratio_and_the_configuration_of_its_row() -> None:
    """One for each thing that matters."""
    (row,) = rows([question(AHEAD)])
    (one,) = row.others
    assert one.against
    assert one.against.ratio
    assert said(AHEAD) == [f"Airflow where time is short ({one.against.ratio:.2f}×, {row.configuration})."]
    other = replace(measure("d", airflow_tuned=FIVE, dagster_tuned=THRICE), matters="CPU time is paid for")
    assert said(AHEAD, other) == ["Airflow where time is short (0.50×, tuned) and CPU time is paid for (0.33×, tuned)."]


def test_where_the_reference_is_ahead_the_clause_says_whose_ratio_it_is() -> None:
    """A ratio above 1 is the other tool's; each tool has a sentence, in their order."""
    assert said(BEHIND) == ["Dagster where memory is scarce (Airflow takes 3.00×, tuned)."]
    assert said(BEHIND, AHEAD) == [
        "Airflow where time is short (0.50×, tuned).",
        "Dagster where memory is scarce (Airflow takes 3.00×, tuned).",
    ]


def test_without_a_verdict_nothing_is_said() -> None:
    """Of too few rounds, of what is missing, and of what does not lead."""
    few = replace(AHEAD, samples={name: own[:4] for name, own in AHEAD.samples.items()})
    missing = measure("e", airflow_tuned=FIVE, missing={"dagster:tuned": "it fell"})
    assert said(few, missing, replace(BEHIND, leads=False)) == []
    assert said() == []


def test_configurations_of_one_thing_share_a_clause() -> None:
    """Each with its own ratio; where not the same tool is ahead in all of them, a sentence of its own says so."""
    pairs = {"airflow_tuned": "no broker", "dagster_tuned": "no broker"}
    pairs |= {"airflow_celery": "warm workers", "dagster_celery": "warm workers"}
    both = measure("m", airflow_tuned=FIVE, dagster_tuned=TWICE, airflow_celery=FIVE, dagster_celery=THRICE)
    assert said(replace(paired(both, **pairs), matters="time is short")) == [
        "Airflow where time is short (0.33× to 0.50×, in both configurations)."
    ]
    split = measure("m", airflow_tuned=FIVE, dagster_tuned=TWICE, airflow_celery=THRICE, dagster_celery=FIVE)
    assert said(replace(paired(split, **pairs), matters="time is short")) == [
        "It depends on the configuration where time is short. Airflow is ahead: no broker (0.50×). Dagster is ahead: "
        "warm workers (Airflow takes 3.00×)."
    ]
    alike = replace(paired(split, **pairs), name="n", short="n", matters="money is short")
    assert said(replace(paired(split, **pairs), matters="time is short"), alike) == [
        "It depends on the configuration where time is short and where money is short. Airflow is ahead: no broker "
        "(0.50× and 0.50×). Dagster is ahead: warm workers (Airflow takes 3.00× and 3.00×)."
    ]


def test_what_cannot_be_told_apart_somewhere_is_not_counted_as_ahead() -> None:
    """The clause says in how many of the configurations it holds."""
    pairs = {f"{tool}_{kind}": kind for tool in ("airflow", "dagster") for kind in ("tuned", "celery", "stock")}
    samples = {name: TWICE if name.startswith("dagster") else FIVE for name in pairs} | {"airflow_stock": TWICE}
    asked = replace(paired(measure("m", **samples), **pairs), matters="time is short")
    assert said(asked)[0] == "Airflow where time is short (0.50×, in 2 of 3 configurations)."


def test_of_three_tools_the_one_with_the_least_is_ahead() -> None:
    """Where it is the reference, each of those that need more has its ratio."""
    least = replace(
        measure("m", airflow_tuned=TWICE, dagster_tuned=THRICE, prefect_tuned=FIVE), matters="time is short"
    )
    assert said(least) == ["Prefect where time is short (0.33×, tuned)."]
    most = replace(measure("m", airflow_tuned=TWICE, dagster_tuned=FIVE, prefect_tuned=THRICE), matters="time is short")
    assert said(most) == ["Dagster where time is short (Airflow takes 2.00×; Prefect takes 3.00×, tuned)."]


def test_a_fact_is_a_clause_where_one_tool_is_ahead_in_it() -> None:
    """With the counts of all tools, after the ratios."""
    assert said(BEHIND, facts=(counted("dagster"),)) == [
        "Dagster where memory is scarce (Airflow takes 3.00×, tuned) and mistakes have to be caught (Airflow 2 of 3, "
        "Dagster 3 of 3)."
    ]
    assert said(BEHIND, facts=(counted(None),)) == said(BEHIND)


def test_what_cannot_be_told_apart_is_said_last() -> None:
    """With the configurations that it holds for."""
    assert said(ALIKE, AHEAD) == [
        "Airflow where time is short (0.50×, tuned).",
        "No measurable difference in: c (tuned).",
    ]


def test_kinds_of_work_of_which_nothing_is_known_are_named() -> None:
    """Neither a row with rounds enough nor a count tells of them."""
    asked = replace(question(AHEAD), work=WORKS[0])
    few = replace(AHEAD, samples={name: own[:4] for name, own in AHEAD.samples.items()})
    fact = replace(counted(None), work=WORKS[-1])
    (sentence,) = unanswered(rows([asked, replace(question(few), work=WORKS[1])]), [fact])
    assert sentence.startswith("Not answered yet: one nightly run; long steps;")
    assert sentence.endswith("; a bad day; writing and testing.")
    every = [Fact(work, "", [], {}, "", "") for work in WORKS]
    assert unanswered([], every) == []
