"""How fast the runs of many days are made, and whether days go on to take as long."""

import pytest

from report.chapters.backfill.pace import blocks, quarters

from .made import Made, a_case, results_of, sentences, tables

SLOWER = [(day, day, 10.0 + sum(range(day)), 10.0 + sum(range(day + 1))) for day in range(40)]
"""Day by day, each a second longer than the one before; the first starts 10 s after the request."""
MADE = {"runs_made_s": [15.0 + day / 4 for day in range(40)]}


def year(contender: str = "dagster:tuned", executions: object = SLOWER, **clocks: object) -> Made:
    """A round of 40 days."""
    return Made("backfill", a_case(40), contender, [900.0], executions=executions, clocks=clocks)  # type: ignore[arg-type]


def test_runs_are_counted_with_the_pace_at_which_they_were_made() -> None:
    """40 of them within 9.75 s; where no record tells there is none."""
    found = tables(blocks(results_of(year(**MADE), year("bare"))))[0]
    assert found.rows[0][:5] == ["dagster:tuned", "40", "15.0", "24.8", "4.00"]
    assert found.rows[1][:5] == ["bare", "–", "–", "–", "–"]


def test_days_that_take_longer_and_longer_are_told() -> None:
    """A day of the first quarter took 4.5 s in the mean, of the last 34.5 s."""
    (run,) = year().runs()
    assert quarters(run) == pytest.approx([4.5, 14.5, 24.5, 34.5])
    found = blocks(results_of(year()))
    assert sentences(found)[0] == (
        "Dagster (tuned): a day of the last quarter took 7.67× what one of the first took (34.5 and 4.50 s)."
    )
    assert tables(found)[0].rows[0] == ["dagster:tuned", "4.50", "14.5", "24.5", "34.5"]


def test_a_run_of_several_days_counts_for_all_of_them() -> None:
    """Eight runs of five days, ten seconds each; of fewer runs than quarters no pace is told."""
    batches = [(5 * i, 5 * i + 4, 10.0 * i, 10.0 * (i + 1)) for i in range(8)]
    (run,) = year(executions=batches).runs()
    assert quarters(run) == pytest.approx([2.0] * 4)
    assert quarters(year(executions=[(0, 39, 0.0, 80.0)]).runs()[0]) == []


def test_of_few_days_nothing_is_told() -> None:
    """A quarter of them would be a day or two."""
    assert blocks(results_of(Made("backfill", a_case(7), "bare", [4.0], executions=SLOWER[:7]))) == []
