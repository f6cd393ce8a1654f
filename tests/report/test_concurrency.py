"""More partitions at once: medians and their ratio to the fewest."""

from report.chapters.backfill.concurrency import blocks
from report.page.document import Picture

from .made import Made, a_case, results_of, sentences, tables


def made(at_once: int, walls: list[float], cpus: list[float] | None = None, **other: int) -> Made:
    """Rounds of one contender at one concurrency."""
    return Made("backfill", a_case(other.get("days", 7), at_once), "dagster:tuned", walls, cpus)


def test_the_most_at_once_is_compared_with_the_fewest() -> None:
    found = blocks(results_of(made(2, [50, 52, 51]), made(1, [100, 104, 102]), made(8, [25.5] * 3, [80, 81, 82])))
    assert sentences(found)[0] == (
        "Dagster (tuned): 102 s at 1 at once, 25.5 s at 8: 0.25× the wall time (0.25 to 0.25); 0.79× the CPU time "
        "(0.77 to 0.82)."
    )
    (table,) = tables(found)
    assert [row[1:] for row in table.rows] == [
        ["1", "3", "102", "100 to 104", "1.00×", "102"],
        ["2", "3", "51.0", "50.0 to 52.0", "0.50×", "51.0"],
        ["8", "3", "25.5", "25.5 to 25.5", "0.25×", "81.0"],
    ]
    assert any(isinstance(block, Picture) and block.name == "concurrency" for block in found)


def test_no_verdict_on_fewer_than_five_rounds() -> None:
    """The interval holds 1, but only five rounds a side may say what that means."""
    few, enough = [10.0, 11.0, 12.0], [10.0, 11.0, 12.0, 11.5, 10.5]
    assert "no measurable" not in sentences(blocks(results_of(made(2, few), made(4, few))))[0]
    said = sentences(blocks(results_of(made(2, enough), made(4, enough))))
    assert "no measurable difference" in said[0]
    assert "too few for a verdict" not in said[-1]
    assert sentences(blocks(results_of(made(2, few), made(4, enough))))[-1].endswith(
        "Fewer than 5 rounds on a side are too few for a verdict."
    )


def test_one_concurrency_has_no_section() -> None:
    """Nor have two that differ in the number of days too."""
    assert blocks(results_of(made(2, [50]), made(4, [9], days=1))) == []
