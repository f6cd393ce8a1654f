"""What backfills answer, from one run and from a reference for each pair."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from report.chapters.backfill.caveats import caveats
from report.chapters.backfill.questions import questions
from report.chapters.question import Measure
from report.data.changes import method_changes
from report.data.folders import Evidence
from report.data.results import Results

from .made import Made, a_case, results_of

NEWEST = max(one.on for one in method_changes())
"""What is measured from then on is of today's method."""
STEP = [(0, 0, 4.0, 5.0)]
"""The first step starts 4 s after the request."""


def reference(profile: str, *contenders: str, more: tuple[int, ...] = (), on: date = NEWEST) -> Results:
    """Five rounds of 2 and of 10 days, three of more: 10 s and 3 s a day, each with one warm-up of 100 MB."""
    made = [
        Made("backfill", a_case(days), name, [10.0 + 3 * days] * rounds, executions=STEP, warm_ups=[100.0])
        for name in contenders
        for days, rounds in ((2, 5), (10, 5), *((days, 3) for days in more))
    ]
    results = results_of(*made)
    asked = {"profile": profile, "created_at": datetime(on.year, on.month, on.day, tzinfo=UTC)}
    return replace(results, plan=results.plan.model_copy(update=asked))


def asked(**runs: Results) -> dict[str, list[Measure]]:
    """Question -> its measures; a run's name with _ for -."""
    parts = {name.replace("_", "-"): results for name, results in runs.items()}
    return {question.short: question.measures for question in questions(Evidence(dict(parts)))}


def test_a_reference_tells_the_start_the_cost_of_a_day_and_of_thirty() -> None:
    """These lead; the whole of its main case is among all measures alone. It is not ranked, nor is a daemon's wait."""
    found = asked(backfills_tuned=reference("tuned", "airflow:tuned", "dagster:tuned", more=(30,)))
    assert [(one.short, one.leads) for one in found["Backfill"]] == [
        ("Time to the first step", True),
        ("First step without a daemon's wait", True),
        ("Wall time of each further day", True),
        ("Wall time of 10 days", True),
        ("Wall time of 30 days", True),
        ("Wall time", False),
        ("Data ready", False),
    ]
    start, own, daily, ten, month, *_ = (one.samples["dagster:tuned"] for one in found["Backfill"])
    assert (start, own, daily) == ([4.0] * 5, [4.0] * 5, pytest.approx([3.0] * 5))
    assert (ten, month) == ([40.0] * 5, [100.0] * 3)
    assert [one.short for one in found["Resources"] if one.leads] == ["CPU time of each further day", "Peak memory"]
    every = [one for measures in found.values() for one in measures]
    unranked = ("Time to the first step", "Wall time of 10 days", "Wall time of 30 days")
    assert all(one.ranked == (one.leads and one.short not in unranked) for one in every)


def test_each_reference_has_measures_of_its_own_and_the_first_is_ranked() -> None:
    """A ranking is of one run: seconds do not cross machines. Each measure is told with its reference."""
    runs = {
        "backfills_warm": reference("warm", "airflow:celery", "dagster:celery"),
        "backfills_tuned": reference("tuned", "airflow:tuned", "dagster:tuned"),
    }
    found = asked(**runs)["Start"]
    assert [(one.name, one.ranked) for one in found] == [
        ("Bring-up, 2 days, 2 at once (Backfill: tuned, without a broker)", True),
        ("Bring-up, 2 days, 2 at once (Backfill: warm workers)", False),
    ]
    first, *_ = caveats(Evidence({name.replace("_", "-"): run for name, run in runs.items()}), [])
    assert "configuration by configuration, each time with both tools and bare on one machine" in first


def test_runs_without_two_sizes_are_in_no_row_where_others_have_them() -> None:
    """What a day costs is not told by one size; alone they tell what they have."""
    tuned = ("airflow:tuned", "dagster:tuned")
    one_size = results_of(*(Made("backfill", a_case(3), name, [19.0] * 5) for name in tuned))
    both = asked(backfills=one_size, backfills_tuned=reference("tuned", *tuned))
    assert {one.samples["airflow:tuned"][0] for one in both["Backfill"] if one.short == "Wall time"} == {16.0}
    alone = asked(backfills=one_size)["Backfill"]
    assert [(one.short, one.leads, one.ranked) for one in alone] == [
        ("Wall time", True, True),
        ("Data ready", False, True),
    ]


def test_a_reference_older_than_its_method_has_no_value_and_says_so() -> None:
    """In every measure, those of a day and of thirty as well."""
    before = min(one.on for one in method_changes()) - timedelta(days=1)
    found = asked(backfills_tuned=reference("tuned", "airflow:tuned", "dagster:tuned", more=(30,), on=before))
    every = [measure for measures in found.values() for measure in measures]
    assert {len(measure.samples) for measure in every} == {0}
    reasons = {reason for measure in every for reason in measure.missing.values()}
    assert len(reasons) == 1
    assert reasons.pop().startswith("older than its method: ")
