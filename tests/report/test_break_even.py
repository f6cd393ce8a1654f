"""From where on one way is better than another, worked out by hand."""

from dataclasses import replace

from report.chapters.backfill.break_even import blocks, sentences
from report.data.results import Results

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
    assert said(*sizes("dagster:batched", 29.5, 1), *sizes("dagster:tuned", 10, 5)) == [
        "Dagster (batched) takes less than Dagster (tuned), 2 at once: wall time from about 5 days on; CPU time from "
        "about 5 days on."
    ]


def test_a_crossing_beyond_what_was_measured_is_said_to_be_that() -> None:
    """The largest size has 10 days, the lines cross at 15: no size checks that."""
    beyond = "from about 15 days on, more than were measured"
    assert said(*sizes("dagster:batched", 69.5, 1), *sizes("dagster:tuned", 10, 5)) == [
        f"Dagster (batched) would take less than Dagster (tuned), 2 at once: wall time {beyond}; CPU time {beyond}."
    ]


def test_who_takes_less_with_every_number_of_days_is_said_to() -> None:
    """Of fewer days than were measured nothing is said."""
    (sentence,) = said(*sizes("airflow:range", 10, 1), *sizes("airflow:tuned", 10, 5))
    assert sentence.startswith(
        "Airflow (range) takes less than Airflow (tuned), 2 at once: wall time for every number of days from 2 to 10;"
    )


def in_pair(results: Results, pair: str) -> Results:
    """The same with all its contenders in a pair."""
    contenders = [one.model_copy(update={"pairs": (pair,)}) for one in results.plan.contenders]
    return replace(results, plan=results.plan.model_copy(update={"contenders": contenders}))


def test_two_tools_of_a_pair_are_compared_where_their_lines_cross() -> None:
    """Those of no pair are not, and where one takes less throughout the verdict says it."""
    crossing = results_of(*sizes("dagster:batched", 29.5, 1), *sizes("airflow:tuned", 10, 5))
    (sentence,) = sentences([in_pair(crossing, "many days")])
    assert sentence.startswith(
        "Dagster (batched) takes less than Airflow (tuned), 2 at once: wall time from about 5 days on;"
    )
    assert sentences([crossing]) == []
    throughout = results_of(*sizes("dagster:batched", 10, 1), *sizes("airflow:tuned", 10, 5))
    assert sentences([in_pair(throughout, "many days")]) == []


def test_nothing_is_said_of_what_noise_may_explain() -> None:
    """A day that costs the same has no number of days to look for."""
    assert blocks(results_of(*sizes("dagster:batched", 30, 5), *sizes("dagster:tuned", 10, 5))) == []


def test_what_an_orchestrator_adds_to_a_step_is_told_with_what_it_is_a_tenth_of() -> None:
    """7 s a day more than bare's are 1 s for each of seven steps; who needs less than bare is left out."""
    costs = (*sizes("bare", 1, 2), *sizes("airflow:tuned", 10, 9), *sizes("dagster:single-run", 10, 1))
    (sentence,) = said(*costs)
    assert sentence.endswith("fixed cost left out: Airflow (tuned) 1.00 s, which is 10 % of a step of 10.0 s.")


def test_a_contender_of_several_runs_is_told_of_once() -> None:
    """Of the first."""
    one, other = (results_of(*sizes("bare", 1, 2), *sizes("airflow:tuned", 10, daily)) for daily in (9, 16))
    assert sentences([one, other]) == sentences([one])


def test_at_how_many_days_at_once_the_machine_is_full() -> None:
    """From where on more bring less than a tenth; at the most that was measured nobody knows."""
    assert said(*at_once("airflow:tuned", (1, 100.0), (2, 60.0), (4, 50.0), (8, 48.0))) == [
        "Airflow (tuned), 7 days, 1 round: from 4 at once on, more bring less than 10 % (50.0 s at 4, 48.0 s at 8); on "
        "average 75.0 % of 2 cores were busy at 4."
    ]
    assert said(*at_once("airflow:tuned", (1, 100.0), (2, 60.0), (4, 50.0))) == [
        "Airflow (tuned), 7 days, 1 round: up to 4 at once, the most that was measured, more still brought more; on "
        "average 75.0 % of 2 cores were busy at 4."
    ]
    assert said(*at_once("airflow:tuned", (1, 100.0), (2, 60.0))) == []
    assert said(*at_once("bare", (1, 100.0), (2, 60.0), (4, 50.0))) == []
