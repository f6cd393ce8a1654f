"""Which scenarios, cases, contenders and rounds a profile and the user's wishes make."""

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.errors import BenchError
from benchmarks.measuring.plan_file import make_plan
from benchmarks.measuring.schedule import items
from benchmarks.scenarios.asking import Wish, asks, plan_of
from benchmarks.scenarios.backfill import references
from benchmarks.scenarios.estimate import seconds
from benchmarks.scenarios.registry import scenarios
from benchmarks.stacks.registry import contender, contenders
from records.names import REFERENCES
from records.plan import Case, Entry, Scenario
from report.stats.comparison import ENOUGH
from report.stats.intervals import PAIRS


def planned(profile: str, **wish: object) -> tuple[list[Case], list[Entry]]:
    """The cases and entries of a profile with wishes."""
    return plan_of(asks(profile, Wish(**wish)), lambda _: date(2013, 1, 1), "packaged")  # type: ignore[arg-type]


def recorded() -> list[Scenario]:
    """Every scenario, as a plan has it."""
    return [one.recorded() for one in scenarios().values()]


@pytest.mark.parametrize(("profile", "minutes"), [("quick", 10), ("standard", 60), ("pairs", 90), ("chain", 100)])
def test_a_profile_is_estimated_to_fit_its_promise(profile: str, minutes: int) -> None:
    """The plan that is shown says that the profile takes no longer than it promises."""
    cases, entries = planned(profile)
    plan = make_plan(profile=profile, command="", cases=cases, entries=entries, scenarios=recorded())
    assert seconds(items(plan)) < minutes * 60


def test_the_standard_profile_gives_the_tuned_ones_and_who_is_beside_them_rounds_for_a_verdict() -> None:
    """As many rounds a side as pairs take, with which CPU time is told apart to 5 %; those as installed are there."""
    cases, entries = planned("standard")
    main = [entry for entry in entries if (entry.scenario, entry.case) == ("backfill", cases[0].name)]
    assert {one.name for one in contenders() if one.kind == "stock"} <= {entry.contender for entry in main}
    rounds = {entry.contender: entry.rounds for entry in main}
    again = {entry.contender: entry.rounds for entry in entries if entry.scenario == "aa"}
    for name in ("airflow:tuned", "dagster:tuned"):
        assert rounds[name] >= PAIRS
        assert again[name] >= PAIRS
    assert rounds["airflow:no-preload"] == rounds["airflow:tuned"]


def test_each_reference_is_of_both_tools_and_bare_and_fits_into_100_minutes() -> None:
    """Where a day's cost is told, of two sizes as often, with the rounds that a verdict takes."""
    for name in REFERENCES:
        cases, entries = planned(name)
        plan = make_plan(profile=name, command="", cases=cases, entries=entries, scenarios=recorded())
        assert seconds(items(plan)) < 100 * 60, name
        measured = [contender(entry.contender).stack for entry in entries]
        assert set(measured) == {one.stack for one in contenders()}, name
        sizes = {len(case.days): {e.rounds for e in entries if e.case == case.name} for case in cases}
        if {2, 10} <= sizes.keys():
            assert sizes[2] >= sizes[10], name
            assert len(sizes[10]) == 1, name
            assert name in ("special", "month") or min(sizes[10]) >= ENOUGH, name


def test_the_references_are_those_that_the_report_knows() -> None:
    """In their order."""
    assert list(references.REFERENCES) == list(REFERENCES)


def test_every_contender_is_in_a_reference() -> None:
    """With as many days as tell what a day costs."""
    found = {e.contender for name in REFERENCES for e in planned(name)[1] if e.case.startswith("10-days")}
    assert found == {one.name for one in contenders()}


def test_the_pairs_profile_measures_every_contender_and_both_ways_to_start_a_backfill() -> None:
    """Three rounds each, and one of those that are measured seldom; a run for each day where the tool can launch it."""
    cases, entries = planned("pairs")
    main = {entry.contender: entry.rounds for entry in entries if entry.case == cases[0].name}
    assert main == {one.name: 1 if one.seldom else 3 for one in contenders()}
    launched = {case.name for case in cases if case.launched_as == "runs"}
    assert [entry.contender for entry in entries if entry.case in launched] == ["dagster:tuned"]
    assert planned("pairs", contenders=("airflow:tuned",))[0] == cases[:1]


def test_the_quick_profile_needs_no_environment_but_the_stacks_own() -> None:
    """A first look takes no broker and no Celery, nor the time to install them."""
    _, entries = planned("quick")
    assert all(contender(entry.contender).group is None for entry in entries)


def test_the_full_profile_has_every_number_of_days_with_every_concurrency() -> None:
    """1, 7, 30, 90 and 364 days, 1, 2, 4 and 8 at once; 24 to 240,000 readings a day."""
    cases, entries = planned("full")
    of = {case.name: case for case in cases}
    found = {(len(of[e.case].days), of[e.case].concurrency) for e in entries if e.scenario == "backfill"}
    assert found == {(days, at_once) for days in (1, 7, 30, 90, 364) for at_once in (1, 2, 4, 8)}
    sizes = {of[e.case].source for e in entries if e.scenario == "growing"}
    assert {"generated:1", "generated:10000"} <= sizes


def test_what_is_asked_for_twice_is_planned_once() -> None:
    """A number of days that stands in for several of the profile's makes one case with the most rounds."""
    cases, entries = planned("standard", scenarios=("backfill",), contenders=("bare",), days=3, concurrency=2)
    assert [case.name for case in cases] == ["3-days-2-at-once"]
    assert [(entry.contender, entry.rounds) for entry in entries] == [("bare", 9)]


def test_a_contender_that_is_named_is_measured_though_the_profile_has_it_not() -> None:
    """Names choose the contenders; the profile says how often and how much."""
    _, entries = planned("quick", contenders=("airflow:stock",))
    assert [(entry.scenario, entry.contender, entry.rounds) for entry in entries] == [("backfill", "airflow:stock", 2)]


def test_aa_brings_the_measurement_that_it_is_compared_with() -> None:
    """`bench run aa` alone measures the contender twice a round: as aa and as backfill, in the same case."""
    _, entries = planned("quick", scenarios=("aa",), contenders=("dagster:tuned",))
    assert {(entry.scenario, entry.contender, entry.rounds) for entry in entries} == {
        ("aa", "dagster:tuned", 8),
        ("backfill", "dagster:tuned", 8),
    }
    assert len({entry.case for entry in entries}) == 1


def test_warm_ups_can_be_left_out() -> None:
    """Zero is a number of warm-ups; nothing said is the profile's."""
    assert {entry.warm_ups for entry in planned("quick")[1]} == {1}
    assert {entry.warm_ups for entry in planned("quick", warm_ups=0)[1]} == {0}


def test_growing_is_about_one_day() -> None:
    """A number of days that would be ignored is refused."""
    with pytest.raises(BenchError, match="--days 7: growing is about one day"):
        asks("quick", Wish(scenarios=("growing",), days=7))


def test_minutes_are_those_of_an_idle_deployment() -> None:
    """They stand in for the profile's, and are refused where nothing is left idle."""
    cases, _ = planned("quick", scenarios=("schedules-on",), idle_s=30)
    assert [(case.name, case.idle_s) for case in cases] == [("30-seconds-idle", 30)]
    with pytest.raises(BenchError, match="--minutes: says how long a deployment is left idle; goes with idle"):
        asks("quick", Wish(idle_s=30))


def test_a_number_of_steps_is_that_of_a_chain() -> None:
    """It stands in for the profile's in every shape, and is refused where no chain is asked for."""
    cases, _ = planned("quick", scenarios=("light-steps",), steps=5)
    assert {case.chain.steps for case in cases if case.chain} == {5}
    assert cases[0].name == "5-steps-fibonacci-10-as-loop"
    with pytest.raises(BenchError, match="--steps: says how many steps a chain has; goes with chain"):
        asks("quick", Wish(steps=5))


def test_contenders_that_take_part_in_nothing_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than an empty run."""
    for_bare = replace(scenarios()["growing"], takes_part=lambda contender: contender.name == "bare")
    monkeypatch.setitem(scenarios(), "growing", for_bare)  # type: ignore[arg-type]
    with pytest.raises(BenchError, match=r"--contender bare:range: takes no part in growing; take bare$"):
        asks("standard", Wish(scenarios=("growing",), contenders=("bare:range",)))
