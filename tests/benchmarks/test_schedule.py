"""What a run measures, and in which order."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from benchmarks.errors import BenchError
from benchmarks.measuring.plan_file import make_plan, read_plan, write_plan
from benchmarks.measuring.schedule import items
from records.plan import Case, Entry, Plan, Scenario
from shared_etl.days import Days

CASE = Case(
    name="3-days-2-at-once",
    work="weather",
    source="packaged",
    days=Days.of(date(2013, 1, 1), 3),
    concurrency=2,
)


def entry(contender: str, rounds: int, warm_ups: int = 0) -> Entry:
    """How often a contender is measured in the one case."""
    return entry_of("backfill", CASE, contender, rounds, warm_ups)


def entry_of(scenario: str, case: Case, contender: str, rounds: int, warm_ups: int = 0) -> Entry:
    """The same of any scenario and case."""
    return Entry(
        scenario=scenario, case=case.name, contender=contender, rounds=rounds, warm_ups=warm_ups, baseline="days"
    )


SCENARIOS = [
    Scenario(name="backfill", family="backfill", about="a backfill"),
    Scenario(name="aa", family="backfill", about="noise", repeats="backfill"),
]


def plan_of(*entries: Entry, cases: tuple[Case, ...] = (CASE,)) -> Plan:
    """A plan of entries in the one case, or in others."""
    return make_plan(
        profile="quick", command="bench run", cases=list(cases), entries=list(entries), scenarios=SCENARIOS
    )


CORE = ["bare", "airflow:tuned", "dagster:tuned"]


def test_rounds_are_interleaved() -> None:
    """Every round measures each contender once before the next round begins."""
    planned = items(plan_of(*(entry(name, 20) for name in CORE)))
    for number in range(20):
        part = planned[number * 3 : number * 3 + 3]
        assert {item.round for item in part} == {number + 1}
        assert Counter(item.contender.name for item in part) == Counter(CORE)


def test_the_order_within_a_round_is_shuffled_by_the_recorded_seed() -> None:
    """The same plan gives the same order again, and not every round has the same one."""
    plan = plan_of(*(entry(name, 20) for name in CORE))
    orders = [tuple(item.contender.name for item in items(plan)[n : n + 3]) for n in range(0, 60, 3)]
    assert items(plan) == items(plan)
    assert len(set(orders)) > 1
    assert items(plan.model_copy(update={"seed": plan.seed + 1})) != items(plan)


def test_what_is_compared_is_measured_one_after_another() -> None:
    """In each round the measurements of a case follow one another, whichever scenario they belong to."""
    longer = CASE.model_copy(update={"name": "9-days-2-at-once"})
    entries = [
        entry_of(scenario, case, name, 30)
        for scenario in ("backfill", "aa")
        for case in (CASE, longer)
        for name in CORE
    ]
    plan = plan_of(*entries, cases=(CASE, longer))
    planned = [item.case.name for item in items(plan)]
    rounds = [planned[start : start + 12] for start in range(0, 360, 12)]
    assert all(sum(one != other for one, other in pairwise(names)) == 1 for names in rounds)
    assert len({names[0] for names in rounds}) == 2


def test_what_is_paired_is_not_parted_by_what_is_measured_less_often() -> None:
    """Of a case, those with as many rounds follow one another; a stock contender takes minutes."""
    less = [entry(name, 3) for name in ("airflow:stock", "dagster:stock")]
    planned = items(plan_of(*(entry(name, 9) for name in CORE), *less))
    places = [place for place, item in enumerate(planned) if item.contender.name in CORE]
    for start in range(0, len(places), len(CORE)):
        own = places[start : start + len(CORE)]
        assert own == list(range(own[0], own[0] + len(CORE)))


def test_a_contenders_second_measurement_is_as_near_as_another_contender_is() -> None:
    """Else noise would be told from nearer neighbours than contenders are; before and after its first alike."""
    names = CORE[1:]
    seconds = [entry_of("aa", CASE, name, 20) for name in names]
    planned = [
        (item.scenario, item.contender.name) for item in items(plan_of(*(entry(n, 20) for n in names), *seconds))
    ]
    rounds = {tuple(planned[start : start + 4]) for start in range(0, 80, 4)}
    one, other = ([("aa", a), ("backfill", a), ("backfill", b), ("aa", b)] for a, b in (names, reversed(names)))
    assert rounds == {tuple(one), tuple(other)}


def test_fewer_rounds_are_spread_over_all_of_the_run() -> None:
    """What is measured less often is measured anywhere in the run, its rounds as far apart as can be."""
    begun = set()
    for _ in range(60):
        planned = items(plan_of(entry("bare", 6), entry("airflow:stock", 2), entry("dagster:stock", 1)))
        places = [place for place, item in enumerate(planned) if item.contender.name == "airflow:stock"]
        assert [planned[place].round for place in places] == [1, 2]
        first, second = ({item.round for item in planned[:place] if item.contender.name == "bare"} for place in places)
        assert 2 <= len(second) - len(first) <= 4
        once = next(place for place, item in enumerate(planned) if item.contender.name == "dagster:stock")
        begun.add(len({item.round for item in planned[:once] if item.contender.name == "bare"}))
        assert len(planned) == 9
    assert {1, 2, 3, 4, 5} <= begun


def test_warm_ups_come_first_and_are_told_apart() -> None:
    """A warm-up is a measurement with a file of its own, before every round."""
    planned = items(plan_of(entry("bare", 2, warm_ups=1), entry("airflow:tuned", 2)))
    assert planned[0].name == "backfill-3-days-2-at-once-bare-warm-up1"
    assert [item.warm_up for item in planned] == [True, False, False, False, False]
    assert len({item.name for item in planned}) == len(planned)


def test_a_plan_is_read_as_it_was_written(tmp_path) -> None:
    """Nothing of a plan is lost on the way through its file."""
    plan = plan_of(entry("bare", 2))
    write_plan(plan, tmp_path)
    assert read_plan(tmp_path) == plan


def test_a_folder_without_a_plan_is_named(tmp_path) -> None:
    """What is no results folder, or another version's, is said to be so."""
    with pytest.raises(BenchError, match=r"plan\.json: it is not a results folder"):
        read_plan(tmp_path)
    (tmp_path / "plan.json").write_text('{"schema_version": 1}')
    with pytest.raises(BenchError, match=r"plan\.json: .* another version wrote it"):
        read_plan(tmp_path)
