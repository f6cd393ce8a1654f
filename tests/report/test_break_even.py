"""From where on one way is better than another, worked out by hand."""

from report.chapters.backfill.break_even import blocks, sentences

from .made import Made, a_case, results_of

ROUNDS = [0.0, 0.1, -0.1, 0.05, -0.05]


def sizes(contender: str, fixed: float, daily: float) -> list[Made]:
    """Five rounds of 2 and of 10 days, which scatter by a tenth of a second a day."""
    return [
        Made("backfill", a_case(days), contender, [fixed + daily * days + off * days for off in ROUNDS])
        for days in (2, 10)
    ]


def at_once(contender: str, *levels: tuple[int, float]) -> list[Made]:
    """A round of 7 days for each number of them at once, and 1.5 CPU seconds for each of wall time."""
    return [Made("backfill", a_case(7, level), contender, [wall], cpus=[1.5 * wall]) for level, wall in levels]


def said(*made: Made) -> list[str]:
    """The sentences on one run."""
    return sentences([results_of(*made)])


def test_many_days_in_a_run_win_from_where_the_lines_cross() -> None:
    """29.5 + 1 d is less than 10 + 5 d from 5 days on, in wall time and, here, in CPU time."""
    costs = "from about 5 days on (29.5 s + 1.00 s a day against 10.0 s + 5.00 s a day)"
    assert said(*sizes("dagster:batched", 29.5, 1), *sizes("dagster:tuned", 10, 5)) == [
        f"Dagster (batched) takes less than Dagster (tuned): wall time {costs}; CPU time {costs}."
    ]


def test_who_costs_less_whatever_the_size_wins_for_any_number_of_days() -> None:
    """Lines that cross before the first day do not cross for a user."""
    (sentence,) = said(*sizes("airflow:range", 10, 1), *sizes("airflow:tuned", 10, 5))
    assert sentence.startswith("Airflow (range) takes less than Airflow (tuned): wall time for any number of days (")


def test_nothing_is_said_of_two_tools_or_of_what_noise_may_explain() -> None:
    """Unlike tools are compared in pairs; a day that costs the same has no number of days to look for."""
    assert said(*sizes("dagster:tuned", 30, 1), *sizes("airflow:tuned", 10, 5)) == []
    assert blocks(results_of(*sizes("dagster:batched", 30, 5), *sizes("dagster:tuned", 10, 5))) == []


def test_from_which_length_of_a_step_on_the_orchestrator_is_a_tenth_of_it() -> None:
    """7 s a day more than bare's are 1 s for each of seven steps: a tenth of steps of 10 s."""
    (sentence,) = said(*sizes("bare", 1, 2), *sizes("airflow:tuned", 10, 9))
    assert sentence.endswith("steps of a day: Airflow (tuned) 10.0 s (7.00 s a day more than bare).")


def test_a_contender_of_several_runs_is_told_of_once() -> None:
    """Of the first."""
    one, other = (results_of(*sizes("bare", 1, 2), *sizes("airflow:tuned", 10, daily)) for daily in (9, 16))
    assert sentences([one, other]) == sentences([one])


def test_at_how_many_days_at_once_the_machine_is_full() -> None:
    """From where on more bring less than a tenth; at the most that was measured nobody knows."""
    assert said(*at_once("airflow:tuned", (1, 100.0), (2, 60.0), (4, 50.0), (8, 48.0))) == [
        "Airflow (tuned): from 4 at once on, more days at once bring less than 10 %: 50.0 s at 4, 48.0 s at 8, with "
        "75.0 % of 2 cores in use at 4."
    ]
    assert said(*at_once("airflow:tuned", (1, 100.0), (2, 60.0), (4, 50.0))) == [
        "Airflow (tuned): up to 4 days at once, the most that was measured, more still brought more, with 75.0 % of "
        "2 cores in use."
    ]
    assert said(*at_once("airflow:tuned", (1, 100.0), (2, 60.0))) == []
    assert said(*at_once("bare", (1, 100.0), (2, 60.0), (4, 50.0))) == []
