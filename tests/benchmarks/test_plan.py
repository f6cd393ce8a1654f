"""What a run measures, and in which order."""

from collections import Counter
from datetime import date

from benchmarks.plan import items, make_plan, read_plan, settling_s, write_plan


def _plan(rounds: int = 20):
    return make_plan(
        profile="quick",
        scenarios=["backfill"],
        contenders=["bare", "airflow:tuned", "dagster:tuned"],
        rounds=rounds,
        source="packaged",
        start=date(2013, 1, 1),
        end=date(2013, 1, 3),
    )


def test_rounds_are_interleaved() -> None:
    """Every round measures each contender once before the next round begins."""
    planned = items(_plan())
    for number in range(20):
        part = planned[number * 3 : number * 3 + 3]
        assert {item.round for item in part} == {number + 1}
        assert Counter(item.contender.name for item in part) == Counter(["bare", "airflow:tuned", "dagster:tuned"])


def test_the_order_within_a_round_is_shuffled_by_the_recorded_seed() -> None:
    """The same plan gives the same order again, and not every round has the same one."""
    plan = _plan()
    orders = [tuple(item.contender.name for item in items(plan)[n : n + 3]) for n in range(0, 60, 3)]
    assert items(plan) == items(plan)
    assert len(set(orders)) > 1
    assert items(plan.model_copy(update={"seed": plan.seed + 1})) != items(plan)


def test_a_plan_is_read_as_it_was_written(tmp_path) -> None:
    """Nothing of a plan is lost on the way through its file."""
    plan = _plan(rounds=2)
    write_plan(plan, tmp_path)
    assert read_plan(tmp_path) == plan


def test_requests_are_spread_over_the_turn_of_the_slowest_control_plane() -> None:
    """No contender's polling loop is always met at the same moment; on average a request waits half a turn."""
    assert [settling_s(number, 3) for number in (1, 2, 3)] == [5, 15, 25]
    assert settling_s(1, 1) == 15
