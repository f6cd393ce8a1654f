"""What had to run, and what did."""

from datetime import UTC, date, datetime, timedelta

from benchmarks.metering.step_log import Execution, StepOfDay
from benchmarks.scenarios.rerun.repeated_work import RepeatedWork, needed_steps, repeated
from records.names import PIPELINE
from shared_etl.days import Days

DAY = date(2013, 2, 12)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def execution(step: str, second: int = 0, *, done: bool = True) -> Execution:
    """One of the day's, that ended so many seconds after noon."""
    return Execution((step, DAY), done, NOON + timedelta(seconds=second))


def steps(*names: str) -> set[StepOfDay]:
    """Steps of the day."""
    return {(name, DAY) for name in names}


def test_what_was_not_done_or_is_outdated_has_to_run() -> None:
    """A failed execution has done nothing; a step that was done has to run where what it was made of changed."""
    before = [*(execution(step) for step in PIPELINE[:2]), execution(PIPELINE[2], done=False)]
    assert needed_steps(before, set(), Days(DAY, DAY)) == steps(*PIPELINE[2:])
    assert needed_steps(before, steps(PIPELINE[0]), Days(DAY, DAY)) == steps(PIPELINE[0], *PIPELINE[2:])


def test_tables_are_right_when_the_last_needed_step_is_first_done() -> None:
    """What runs beside or again afterwards does not count."""
    ran = [execution("a", 1, done=False), execution("a", 2), execution("b", 3), execution("b", 9), execution("c", 20)]
    assert RepeatedWork(steps("a", "b"), ran).right_at() == NOON + timedelta(seconds=3)


def test_a_missing_step_means_never_right() -> None:
    """As does nothing to be done, which has no time."""
    work = RepeatedWork(steps("a", "b"), [execution("a"), execution("b", done=False)])
    assert (work.missing, work.right_at()) == (steps("b"), None)
    assert RepeatedWork(set(), [execution("a")]).right_at() is None


def test_only_successes_are_repeated() -> None:
    """A second try of what failed is no repetition."""
    assert repeated([execution("a", done=False), execution("a"), execution("b"), execution("b"), execution("b")]) == 2
