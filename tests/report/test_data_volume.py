"""The tax on a day with ever more readings."""

from report.chapters.backfill.data_volume import below_from, blocks, sizes
from report.data.metrics import WALL
from report.data.results import Results

from .made import Made, a_case, results_of, sentences, tables


def growing(stations: list[int], bare: list[float], airflow: list[float]) -> Results:
    """One round of bare and of Airflow at each size, beside a backfill."""
    rounds = [
        Made("growing", a_case(1, stations=n), contender, [seconds])
        for contender, walls in (("bare", bare), ("airflow:tuned", airflow))
        for n, seconds in zip(stations, walls, strict=True)
    ]
    return results_of(Made("backfill", a_case(), "bare", [4.0]), *rounds)


def test_the_size_is_named_from_which_on_the_tax_stays_low() -> None:
    """Taxes 4, 1.4, 2, 1.05: below 1.5 only from the last size on, for it was above again after the second."""
    results = growing([1, 10, 100, 10_000], [1, 1, 1, 100], [4, 1.4, 2, 105])
    found = sizes(results)
    assert [size.rows for size in found] == [24, 240, 2_400, 240_000]
    assert below_from(found, "airflow:tuned", WALL, 1.5) == 240_000
    assert below_from(found, "airflow:tuned", WALL, 5) == 24
    assert below_from(found, "airflow:tuned", WALL, 1.01) is None


def test_what_never_comes_is_said_with_the_largest_size() -> None:
    said = sentences(blocks(growing([10_000, 1], [10, 1], [12, 4])))
    assert said[0] == (
        "Airflow (tuned), wall time: below 1.5× at 240,000 readings per day; not below 1.1× up to 240,000 "
        "readings per day (1.20× that of bare there)."
    )
    assert "Fewer than 5 rounds of a size are too few for a verdict." in said[-1]


def test_ratios_are_to_bare_of_the_same_size() -> None:
    (table,) = tables(blocks(growing([1, 100], [1, 2], [4, 5])))
    assert [(row[0], row[1], row[4]) for row in table.rows] == [
        ("24", "bare", "–"),
        ("24", "airflow:tuned", "4.00×"),
        ("2,400", "bare", "–"),
        ("2,400", "airflow:tuned", "2.50×"),
    ]


def test_the_backfills_own_day_is_a_size_where_its_readings_alone_differ() -> None:
    """As many readings as bare landed; of more days, or other days at once, it would be another question."""
    asked = [(a_case(1), 1.0), (a_case(3), 3.0), (a_case(1, 4), 5.0), (a_case(1, stations=100), 2.0)]
    rounds = [
        Made("growing" if case.source != "packaged" else "backfill", case, contender, [factor * seconds])
        for case, seconds in asked
        for contender, factor in (("bare", 1), ("airflow:tuned", 4))
    ]
    results = results_of(*rounds)
    assert [(size.rows, size.series["bare"].values(WALL)) for size in sizes(results)] == [(72, [1.0]), (2_400, [2.0])]
    whose = "The 72 readings are the backfill's own day; the other sizes are generated."
    assert whose in sentences(blocks(results))[-1]


def test_one_size_has_no_section() -> None:
    assert blocks(growing([1], [1], [4])) == []
