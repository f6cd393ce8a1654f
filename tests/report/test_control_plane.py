"""Steps that do nothing, beside the same backfill of real work."""

from report.chapters.backfill.control_plane import blocks

from .made import Made, a_case, results_of, sentences, tables

NOTHING = a_case(work="nothing")


def test_the_share_is_that_of_the_same_days_and_concurrency() -> None:
    """7 days of 7 steps: 9.8 CPU s are 200 ms a step."""
    weather = Made("backfill", a_case(), "airflow:tuned", [40, 42, 41], [49, 50, 48])
    other = Made("backfill", a_case(7, 4), "airflow:tuned", [1.0], [1.0])
    found = blocks(results_of(weather, other, Made("no-op", NOTHING, "airflow:tuned", [8.2, 8.2], [9.7, 9.9])))
    assert sentences(found)[0] == (
        "Airflow (tuned), 7 days, 2 at once, no work: 8.20 s and 9.80 CPU s, 20.0 % of the wall time and 20.0 % of the "
        "CPU time with real work; 200 CPU ms per step."
    )
    (table,) = tables(found)
    assert table.rows == [[NOTHING.name, "airflow:tuned", "2", "8.20", "20.0 %", "9.80", "20.0 %", "200"]]


def test_without_the_same_with_weather_there_is_no_share() -> None:
    weather = Made("backfill", a_case(3), "bare", [4.0])
    found = blocks(results_of(weather, Made("no-op", NOTHING, "bare", [0.7])))
    assert tables(found)[0].rows[0][3:6] == ["0.70", "–", "0.70"]
    assert "with real work" not in sentences(found)[0]


def test_few_rounds_on_a_side_are_said_to_be_no_verdict() -> None:
    few, enough = [8.0] * 4, [8.0] * 5
    for weather, nothing, word in ((enough, few, True), (few, enough, True), (enough, enough, False)):
        made = Made("backfill", a_case(), "bare", weather), Made("no-op", NOTHING, "bare", nothing)
        assert ("too few for a verdict" in sentences(blocks(results_of(*made)))[-1]) == word


def test_the_wait_for_the_daemon_is_told_where_dagster_is() -> None:
    """Whatever the work, it is in the wall time."""
    for contender, word in (("dagster:tuned", True), ("airflow:tuned", False)):
        said = sentences(blocks(results_of(Made("no-op", NOTHING, contender, [22.0], [9.0]))))
        assert any("about 15 s of waiting for its backfill daemon" in one for one in said) == word


def test_without_such_a_case_there_is_no_section() -> None:
    assert blocks(results_of(Made("backfill", a_case(), "bare", [4.0]))) == []
