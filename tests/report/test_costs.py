"""What a backfill costs, in a sentence and in one table."""

from report.chapters.backfill.costs import answer, costs

from .made import Made, a_case, results_of

FIRST = [(0, 0, 4.0, 5.0)]
"""The first step starts 4 s after the request."""


def sizes(contender: str, daily: float) -> list[Made]:
    """Five rounds of 2 and of 10 days, three of 30: 10 s and so many for each day."""
    return [
        Made("backfill", a_case(days), contender, [10 + daily * days] * n, executions=FIRST, warm_ups=[100.0])
        for days, n in ((2, 5), (10, 5), (30, 3))
    ]


def test_where_two_sizes_were_paired_the_cost_of_a_day_is_told() -> None:
    """With the fixed cost, the larger size that checks both, the first step, CPU time and memory."""
    results = results_of(*sizes("airflow:tuned", 3), *sizes("dagster:tuned", 6))
    assert answer(results) == (
        "Each further day of a backfill takes Airflow (tuned) 3.00 s and Dagster (tuned) 6.00 s: 0.50× the time (0.50 "
        "to 0.50)."
    )
    table = costs(results)
    assert table
    assert table.columns == [
        "Contender",
        "First step, s",
        "Fixed, s",
        "A day, s",
        "30 days, s",
        "CPU a day, s",
        "Peak memory, MB",
    ]
    fixed, three, six = "10.0 (10.0 to 10.0)", "3.00 (3.00 to 3.00)", "6.00 (6.00 to 6.00)"
    assert table.rows == [
        ["airflow:tuned", "4.00", fixed, three, "100", three, "100"],
        ["dagster:tuned", "4.00", fixed, six, "190", six, "100"],
    ]


def test_of_one_size_the_main_case_is_told() -> None:
    """Against bare, and in the words of the headline."""
    walls = {"bare": 4.0, "airflow:tuned": 8.0}
    results = results_of(*(Made("backfill", a_case(), name, [wall] * 5) for name, wall in walls.items()))
    assert answer(results).startswith("7 days, 2 at once, wall time: bare 4.00 s; Airflow (tuned) 8.00 s, 2.00× bare's")
    table = costs(results)
    assert table
    assert table.rows == [
        ["bare", "5", "4.00", "1.00×", "4.00", "1.00×", "1.00"],
        ["airflow:tuned", "5", "8.00", "2.00×", "8.00", "2.00×", "1.00"],
    ]
    assert "Peak memory, MB" not in table.columns


def test_without_bare_the_tools_are_compared_with_each_other() -> None:
    """Stacks that were up already are measured alone."""
    walls = {"airflow:tuned": 4.0, "dagster:tuned": 8.0}
    results = results_of(*(Made("backfill", a_case(), name, [wall] * 5) for name, wall in walls.items()))
    assert answer(results) == (
        "A backfill of 7 days, 2 at once takes Airflow (tuned) 4.00 s and Dagster (tuned) 8.00 s: 0.50× the time (0.50 "
        "to 0.50)."
    )


def test_without_a_larger_size_the_larger_of_the_two_is_told() -> None:
    """What its days take in all, the fixed cost included."""
    results = results_of(*(one for one in sizes("airflow:tuned", 3) if len(one.case.days) < 30))
    table = costs(results)
    assert table
    assert table.columns[4] == "10 days, s"
    assert table.rows[0][4] == "40.0"


def test_without_a_number_there_is_no_table() -> None:
    """The answer says why."""
    failed = {"outcome": "failed", "reason": "it fell"}
    results = results_of(Made("backfill", a_case(), "airflow:tuned", [8.0], changes=failed))
    assert costs(results) is None
    assert answer(results) == "Airflow (tuned) has no number: round 1 failed: it fell."
