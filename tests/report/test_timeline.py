"""The picture of when each step ran."""

from pathlib import Path

import pytest

from report.charts.timeline import shown, timelines
from report.data.read import read_results

from .conftest import MANY, WALLS, Build


def test_a_timeline_shows_the_median_round_from_the_request_on(build: Build) -> None:
    """Bars are seconds since the request; a step over several days stands in each day's row; tests are left out."""
    bare, airflow, _ = timelines(read_results(build()))
    assert (bare.round, airflow.round) == (2, 3)
    assert bare.partitions == ["2013-01-01", "2013-01-02", "2013-01-03"]
    first = airflow.bars.iloc[0]
    assert (first["step"], first["start"]) == ("raw_weather_data", pytest.approx(9.2 / 20))
    assert first["end"] == pytest.approx(9.2 / 20 * 2.2)
    assert (bare.bars["step"] == "weather_report").sum() == 3
    assert "not_null_station" not in set(bare.bars["step"])
    side_by_side = bare.bars[bare.bars["step"].isin(["city_aggregates", "daily_weather_summary"])]
    assert sorted(side_by_side["lane"]) == [0, 0, 0, 1, 1, 1]


def test_a_stock_contender_has_no_timeline_beside_the_tuned_one(many: Path, build: Build) -> None:
    """The picture stays short; where a stack has only its stock contender, that one is shown."""
    assert [series.name for series in shown(read_results(many))] == [
        contender for contender in MANY if not contender.endswith(":stock")
    ]
    assert [series.name for series in shown(read_results(build()))] == list(WALLS)
