"""The verdict's picture, of two tools and of more."""

from report.chapters.verdict.picture import picture
from report.chapters.verdict.rows import rows
from report.charts.palette import colours, tool_colours

from .asked import FIVE, THRICE, TWICE, in_one_pair, measure, question
from .described import contender


def test_the_picture_of_two_tools_says_the_verdict_by_colour() -> None:
    """That of the tool which is ahead; one row per measure, and none for a measure without a ratio."""
    faster = measure("a", airflow_tuned=FIVE, dagster_tuned=TWICE)
    missing = measure("b", airflow_tuned=FIVE, missing={"dagster:tuned": "it fell"})
    drawn = picture(rows([question(faster, missing)]))
    assert drawn
    assert drawn.alt == "Ratios of Airflow to Dagster with their intervals, one row per measure: a 0.50×"
    assert "less with Airflow" in drawn.svg
    assert "less with Dagster →" in drawn.svg
    of = tool_colours(["airflow", "dagster"])
    assert (of["airflow"] in drawn.svg, of["dagster"] in drawn.svg) == (True, False)
    behind = picture(rows([question(measure("c", airflow_tuned=TWICE, dagster_tuned=FIVE))]))
    assert behind
    assert (of["airflow"] in behind.svg, of["dagster"] in behind.svg) == (False, True)
    assert picture(rows([question(missing)])) is None


def test_the_picture_names_configurations_on_a_line_of_their_own() -> None:
    """And a second contender of a pair without its tool: names as long as the table's would be cut."""
    asked = in_one_pair(measure("m", airflow_tuned=FIVE, airflow_celery=TWICE, dagster_tuned=THRICE))
    drawn = picture(rows([question(asked)]))
    assert drawn
    assert "m no broker 0.67×; m no broker: tuned 0.33×" in drawn.alt
    assert "no broker: tuned" in drawn.svg


def test_the_picture_of_three_tools_tells_them_apart() -> None:
    """Each has the colour of its contender in the other pictures, and the reference none."""
    asked = question(measure("a", airflow_tuned=FIVE, dagster_tuned=TWICE, prefect_tuned=THRICE))
    drawn = picture(rows([asked]))
    assert drawn
    assert drawn.alt == (
        "Ratios of Airflow and Prefect to Dagster with their intervals, one row per measure: a Airflow 0.50×; a "
        "Prefect 1.50×"
    )
    of = colours([contender(name) for name in ("airflow:tuned", "dagster:tuned", "prefect:tuned")])
    assert of["airflow:tuned"] in drawn.svg
    assert of["prefect:tuned"] in drawn.svg
    assert of["dagster:tuned"] not in drawn.svg
