"""Contenders in tables and pictures, with their means."""

from records.plan import Contender
from report.chapters.shared.labelled import labelled
from report.page.document import Table, Text

from .described import contender


def with_means(name: str) -> Contender:
    """A contender whose workers are warm and who has dbt in process."""
    return contender(name).model_copy(update={"workers": "warm", "dbt": "in process per day"})


def test_a_contender_in_a_table_tells_its_means() -> None:
    """By its name or its label; whose means are not known has its name alone, and other blocks stay."""
    known = [with_means("airflow:celery"), contender("dagster:stock")]
    rows = [["airflow:celery", "1"], ["Airflow (celery)", "2"], ["dagster:stock", "3"]]
    said = Text("airflow:celery")
    table, text = labelled([Table("", ["Contender", "n"], rows), said], known)
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [
        "airflow:celery – warm, dbt in process per day",
        "Airflow (celery) – warm, dbt in process per day",
        "dagster:stock",
    ]
    assert text is said


def test_pictures_have_the_means_on_a_line_of_their_own() -> None:
    assert with_means("airflow:celery").told == "Airflow (celery)\nwarm, dbt in process per day"
    assert contender("airflow:celery").told == "Airflow (celery)"
