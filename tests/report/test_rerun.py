"""What a failure or a change costs, as the report tells it."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from records.measurement import Clocks, Difference, Parity, Rerun
from report.chapters.rerun.answer import answer, not_right
from report.chapters.rerun.chapter import form
from report.chapters.rerun.costs import costs, overview, times_withdrawn
from report.chapters.rerun.questions import facts
from report.data.changes import method_changes
from report.data.folders import Evidence

from .conftest import Report
from .made import Made, a_case, results_of, sentences, tables

CASE = a_case(3)


def rerun(**changes: Any) -> Rerun:
    """A recovery that ran what had to run, but for the changes."""
    usual: dict[str, Any] = {
        "recovery": "clear-failed",
        "actions": ["POST clear"],
        "refused": [],
        "needed": 5,
        "executed": 5,
        "missing": 0,
        "first_failed": 0,
        "first_repeated": 0,
        "first_went_on": [],
        "tests_left_failed": [],
        "shown_before": {},
        "shown_after": {},
    }
    return Rerun.model_validate(usual | changes)


def made(contender: str, *rounds: float, fault: str = "failed-step", **changes: Any) -> Made:
    """Rounds of one contender in a fault."""
    own = {key: changes.pop(key) for key in ("outcome", "reason", "parity", "clocks") if key in changes}
    return Made(fault, CASE, contender, rounds, changes={"rerun": rerun(**changes), **own})


def said(one: Made) -> str:
    """The sentence of a fault that one contender was measured in."""
    return sentences(costs(results_of(one)))[-1]


def test_a_row_says_time_work_and_actions() -> None:
    """The median round is what is said."""
    assert said(made("airflow:tuned", 8.0, 9.0, 10.0)) == (
        "Airflow (tuned), clear-failed: tables right after 8.50 s, success after 9.00 s, with 1 action; ran 5 steps, "
        "all of which had to run."
    )


def test_work_beyond_what_had_to_run_is_a_ratio() -> None:
    """7 of 5 are 1.40 times what had to run."""
    assert "ran 7 steps where 5 had to run (1.40×)" in said(made("bare", 8.0, executed=7))
    assert "ran 21 steps, none of which had to run" in said(made("bare", 8.0, executed=21, needed=0))
    assert "; ran nothing" in said(made("bare", 8.0, executed=0, needed=0))


def test_what_went_before_is_told() -> None:
    """Failures, successes that retries repeated, and steps that should have been stopped."""
    found = said(made("bare", 8.0, first_failed=3, first_repeated=4, first_went_on=["weather_report"]))
    assert "3 executions had failed before; 4 steps that had succeeded were repeated by retries" in found
    assert "weather_report ran although what they depend on had failed" in found


def test_what_is_left_is_told() -> None:
    """A test that stays red, a request that was refused, and the states that were shown."""
    one = made(
        "bare",
        8.0,
        tests_left_failed=["a_test"],
        refused=["409"],
        shown_before={"runs failed": 1},
        shown_after={"x": 2},
    )
    assert said(one).endswith(
        "the failed test a_test was not run again; refused: 409; shown: runs failed 1 before, x 2 after."
    )


def test_what_a_tool_cannot_do_is_told() -> None:
    """What was measured is then the closest thing to it."""
    assert "; not native: no step can be chosen." in said(made("bare", 8.0, not_native="no step can be chosen"))


def test_tables_that_differ_are_not_right() -> None:
    """The first row that differs is named, in the overview too."""
    difference = Difference(table="marts.city_aggregates", key="2013-01-01 Newark", column="*", bare="1", contender="2")
    parity = Parity(identical=False, differences=[difference], difference_count=3)
    one = made("airflow:tuned", 8.0, parity=parity)
    wrong = "not right, 3 differences, the first in marts.city_aggregates at 2013-01-01 Newark"
    assert wrong in said(one)
    (table,) = tables(costs(results_of(one)))
    assert overview(results_of(one)).rows[0][1].startswith("not right: 3 differences")
    assert table.rows[0][-1] == "3 differences"


def test_a_recovery_that_failed_says_why() -> None:
    """It has no time."""
    clocks = Clocks(data_ready_s=None, control_plane_done_s=None, settled_s=0, bring_up_s=1)
    one = made("airflow:tuned", 8.0, outcome="failed", reason="1 of 3 DAG runs failed", clocks=clocks, missing=2)
    assert "not right, 1 of 3 DAG runs failed, 2 steps did not run" in said(one)


def test_the_overview_compares_the_tuned_in_their_first_way() -> None:
    """One row per fault, one column per contender; another way is in the fault's own table."""
    other = CASE.model_copy(update={"name": "3-days-by-reprocess", "recovery": "reprocess-failed"})
    found = results_of(
        made("bare", 8.0),
        made("airflow:tuned", 7.0),
        Made("failed-step", other, "airflow:tuned", [6.0], changes={"rerun": rerun(recovery="reprocess-failed")}),
    )
    newer = replace(found, plan=found.plan.model_copy(update={"created_at": datetime(2026, 11, 22, tzinfo=UTC)}))
    first, (table,) = overview(newer), tables(costs(found))
    assert first.columns == ["Fault", "bare", "airflow:tuned"]
    assert first.rows == [["failed-step", "8.00 s, ran 5, had to 5, 1 action", "7.00 s, ran 5, had to 5, 1 action"]]
    assert [row[:2] for row in table.rows] == [
        ["bare", "clear-failed"],
        ["airflow:tuned", "clear-failed"],
        ["airflow:tuned", "reprocess-failed"],
    ]


def test_three_tools_have_a_column_each() -> None:
    """The tuned ones, beside the control."""
    names = ("bare", "airflow:stock", "airflow:tuned", "dagster:tuned", "prefect:tuned")
    found = results_of(*(made(name, 8.0) for name in names))
    (table,) = tables(costs(found))
    assert overview(found).columns == ["Fault", "bare", "airflow:tuned", "dagster:tuned", "prefect:tuned"]
    assert [row[0] for row in table.rows] == list(names)


def test_faults_stand_in_the_plans_order() -> None:
    """Whatever they are called."""
    faults = ("late-file", "a-new-fault", "failed-step")
    found = overview(results_of(*(made("bare", 8.0, fault=fault) for fault in faults)))
    assert [row[0] for row in found.rows] == list(faults)


def test_without_a_rerun_there_is_no_section() -> None:
    """Of a backfill nothing is told here."""
    assert costs(results_of(Made("backfill", CASE, "bare", [4.0]))) == []


def test_reruns_alone_make_a_report() -> None:
    """With the overview in the chapter, and behind it every fault and what every chapter on results has."""
    chapter = form("Failures and changes", results_of(made("bare", 8.0))).section()
    assert [table.columns for table in tables(chapter.blocks)] == [["Fault", "bare"]]
    titles = [section.title for section in chapter.evidence]
    assert titles == ["Contenders", "Every fault", "Parity", "Row counts", "Raw values"]


BOTH = (
    made("airflow:tuned", 8.0),
    made("dagster:tuned", 8.0, executed=7),
    made("airflow:tuned", 8.0, fault="late-file", missing=2),
    made("dagster:tuned", 8.0, fault="late-file"),
)
"""Airflow leaves out two steps after one of two faults, Dagster runs two too many after the other."""


def test_the_answer_counts_what_was_right_and_what_ran_too_often() -> None:
    """Of the tuned contenders; who was not right is named with the fault."""
    results = results_of(*BOTH)
    assert answer(results) == (
        "Of 2 faults, each got over in the way that a user takes first: Airflow (tuned) was right again after 1, and "
        "ran no step that did not have to run after 1; Dagster (tuned) was right again after 2, and ran no step that "
        "did not have to run after 1."
    )
    assert not_right(results) == ["Airflow (tuned) was not right again after late-file (2 steps did not run)."]
    assert answer(results_of(made("bare", 8.0))) == "No tool's tuned contender was measured."


def test_the_counts_stand_in_the_verdict() -> None:
    """Where two tools were measured in every fault, with today's method."""
    older = results_of(*BOTH)
    assert facts(Evidence({"rerun": older})) == []
    today = datetime.combine(max(one.on for one in method_changes()), time.min, UTC)
    results = replace(older, plan=older.plan.model_copy(update={"created_at": today}))
    right, no_more = facts(Evidence({"rerun": results}))
    assert (right.question, right.chapter) == (
        "After how many of 2 faults is it right again?",
        "Failures and changes",
    )
    assert right.cells == {"airflow": "1 of 2", "dagster": "2 of 2"}
    assert no_more.cells == {"airflow": "1 of 2", "dagster": "1 of 2"}
    fewer = replace(results, runs=[run for run in results.runs if run.key[::2] != ("late-file", "dagster:tuned")])
    assert facts(Evidence({"rerun": fewer})) == []
    assert facts(Evidence({"rerun": replace(results, runs=[])})) == []


def test_times_that_are_withdrawn_are_not_shown_beside_the_counts() -> None:
    """The chapter says why."""
    now = results_of(*BOTH)
    before = replace(now, plan=now.plan.model_copy(update={"created_at": datetime(2026, 11, 21, tzinfo=UTC)}))
    after = replace(now, plan=now.plan.model_copy(update={"created_at": datetime(2026, 11, 22, tzinfo=UTC)}))
    assert times_withdrawn(before).startswith("Its times are withdrawn until it is measured again: ")
    assert "withdrawn" in form("Failures and changes", before).warning
    assert times_withdrawn(after) == ""
    cells = [[cell for row in overview(results).rows for cell in row[1:]] for results in (before, after)]
    assert not any(" s, ran" in cell for cell in cells[0])
    assert all(" s, ran" in cell or cell.startswith("not right") for cell in cells[1])


def test_a_folder_without_reruns_has_no_such_chapter(plain_report: Report) -> None:
    """Its report is of backfills alone."""
    assert "\n## Failures and changes\n" not in plain_report[0]
