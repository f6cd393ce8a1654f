"""What several chapters show: who is compared, and who has no number."""

from dataclasses import replace

from report.chapters.shared.contenders import contenders
from report.chapters.shared.missing import missing, missing_elsewhere

from .made import Made, a_case, results_of, sentences, tables

FAILED = {"outcome": "failed", "reason": "it fell"}


def test_workers_and_dbt_are_told_where_any_contender_tells_them() -> None:
    """Older results do not: there is no column of nothing."""
    results = results_of(*(Made("backfill", a_case(), name, [9.0]) for name in ("bare", "prefect:tuned")))
    (plain,) = tables(contenders(results))
    assert (plain.columns, len(plain.rows[0])) == (["Contender", "What it is"], 2)
    bare, tuned = results.plan.contenders
    told = [bare, tuned.model_copy(update={"workers": "warm", "dbt": "in the worker"})]
    (table,) = tables(contenders(replace(results, plan=results.plan.model_copy(update={"contenders": told}))))
    assert table.columns == ["Contender", "What it is", "Workers", "dbt"]
    assert table.rows == [
        ["bare", "what bare is", "–", "–"],
        ["prefect:tuned", "what prefect:tuned is", "warm", "in the worker"],
    ]


def test_whoever_has_no_number_is_named_once_with_all_its_cases() -> None:
    cases = [Made("backfill", a_case(days), "airflow:tuned", [9.0], changes=FAILED) for days in (7, 1, 3)]
    results = results_of(*cases)
    assert sentences(missing(results)) == ["Airflow (tuned) is missing: round 1 failed: it fell."]
    assert sentences(missing_elsewhere(results)) == [
        "Airflow (tuned) is missing in backfill 1-day-2-at-once, backfill 3-days-2-at-once: round 1 failed: it fell."
    ]
