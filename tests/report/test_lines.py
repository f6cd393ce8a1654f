"""The look of pictures with lines."""

from report.charts.line_chart import Panel, panels

CONTENDERS = ["bare", "airflow:stock", "airflow:tuned", "dagster:stock", "dagster:tuned", "dagster:single-run"]


def colours(*shown: str) -> set[str]:
    """The colours of the lines of a picture that shows these contenders."""
    rows = [(name, float(x), 1.0) for name in shown for x in (1, 2)]
    svg = panels([Panel("seconds", rows, rows)], "days", CONTENDERS)
    return {each.partition('"')[0] for each in svg.split('stroke="#')[1:]}


def test_a_contender_has_one_colour_whoever_else_is_shown() -> None:
    """So a reader finds it again in the next picture."""
    frame = colours()
    alone = {name: colours(name) - frame for name in CONTENDERS}
    assert all(len(found) == 1 for found in alone.values())
    assert colours(*CONTENDERS) - frame == set().union(*alone.values())
    assert len(set().union(*alone.values())) == len(CONTENDERS)
