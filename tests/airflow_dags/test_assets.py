"""What a run tells with the events of its assets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared_etl.readings import RAW_COLUMNS, READING_COLUMNS

DAY = "2013-02-12"
"""A real day with one reading turned away: a wind of 1,048 mph."""
MODELS = ["stg_weather__readings", "city_aggregates", "daily_weather_summary"]


@pytest.fixture
def told(metadata: None) -> Callable[[], dict[str, Any]]:
    """What the newest event of each asset tells, by the name of its step."""

    def read() -> dict[str, Any]:
        from airflow.models.asset import AssetEvent
        from airflow.utils.session import create_session
        from sqlalchemy import select

        with create_session() as session:
            events = session.scalars(select(AssetEvent).order_by(AssetEvent.id)).all()
            return {event.asset.name.removeprefix("weather/"): event.extra for event in events}

    return read


def test_a_day_is_told(run_day: Callable[[str], bool], told: Callable[[], dict[str, Any]], tmp_path: Path) -> None:
    """Each step's rows and columns, each model's as dbt says, and where the report's files are."""
    assert run_day(DAY)
    events = told()
    rows = {
        step: [events[step][f"rows_{which}"] for which in ("in", "out", "rejected")]
        for step in events
        if step not in MODELS
    }
    assert rows == {
        "raw_weather_data": [72, 72, 0],
        "cleaned_weather_data": [72, 72, 0],
        "validated_readings": [72, 71, 1],
        "weather_report": [5, 5, 0],
    }
    assert events["raw_weather_data"]["columns"] == [*RAW_COLUMNS]
    assert events["cleaned_weather_data"]["columns"] == events["validated_readings"]["columns"] == [*READING_COLUMNS]
    assert {model: events[model]["rows_out"] for model in MODELS} == dict(zip(MODELS, (71, 2, 3), strict=True))
    assert events["city_aggregates"]["columns"][:3] == ["observed_date", "city", "reading_count"]
    files = [events["weather_report"]["plot_file"], *events["weather_report"]["tables"]]
    assert [Path(file).name for file in files] == [
        "weather_report.png",
        "city_aggregates.csv",
        "daily_weather_summary.csv",
    ]
    assert all(Path(file).is_relative_to(tmp_path / "reports" / DAY) and Path(file).is_file() for file in files)


def test_a_model_that_dbt_cannot_compile_fails_with_what_dbt_says(tmp_path: Path) -> None:
    """There are no results to tell of then, and that is no error of its own."""
    from airflow_dags.models import tell_of_rows

    tell_of_rows(str(tmp_path), {})
