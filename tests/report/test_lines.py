"""The look of pictures with lines."""

from report.charts.line_chart import Panel, panels
from report.charts.palette import colours as palette

from .described import contender

CONTENDERS = ["bare", "airflow:stock", "airflow:tuned", "dagster:stock", "dagster:tuned", "dagster:single-run"]

HOWS = ["stock", "tuned", "range", "watcher"]


def colours(*shown: str) -> set[str]:
    """The colours of the lines of a picture that shows these contenders."""
    rows = [(name, float(x), 1.0) for name in shown for x in (1, 2)]
    svg = panels([Panel("seconds", rows, rows)], "days", list(map(contender, CONTENDERS)))
    return {each.partition('"')[0] for each in svg.split('stroke="#')[1:]}


def test_a_contender_has_one_colour_whoever_else_is_shown() -> None:
    """So a reader finds it again in the next picture."""
    frame = colours()
    alone = {name: colours(name) - frame for name in CONTENDERS}
    assert all(len(found) == 1 for found in alone.values())
    assert colours(*CONTENDERS) - frame == set().union(*alone.values())
    assert len(set().union(*alone.values())) == len(CONTENDERS)


def test_every_stack_has_a_family_of_colours_however_many_there_are() -> None:
    """What is tuned has another colour than what is stock, and no colour is that of another stack."""
    names = [f"{stack}:{how}" for stack in ("airflow", "dagster", "prefect", "luigi", "kestra") for how in HOWS]
    of = palette([contender(name) for name in ["bare", *names]])
    assert len(set(of.values())) == len(of) == 21


def test_what_is_left_out_changes_nobodys_colour() -> None:
    """A tuned contender is of one colour with its stock one and without."""
    alone = palette([contender("airflow:stock"), contender("dagster:tuned")])
    both = palette([contender(name) for name in CONTENDERS])
    assert alone == {name: both[name] for name in alone}
