"""The bars of wall and CPU time."""

from pathlib import Path

from report.charts.bars import bars
from report.charts.palette import colours
from report.data.read import read_results


def test_a_contender_has_the_colour_that_it_has_in_every_picture(many: Path) -> None:
    """Stock, tuned, special and the control are told apart in the bars."""
    results = read_results(many)
    picture = bars(results)
    assert all(f'fill="{colour}"' in picture for colour in colours(results.plan.contenders).values())
    assert all(f">{contender.label}</text>" in picture for contender in results.contenders)
