"""The names in a report's picture: plain text, whatever a station is called."""

import warnings
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_etl.days import Days
from shared_etl.sources.files import Files
from shared_etl.steps import weather_report
from shared_etl.steps.weather_report import _draw
from shared_etl.warehouse import Warehouse

from .conftest import PythonSteps, Query

CASES = Path(__file__).with_name("cases")
DAY = Days.parse("2013-06-01")


def drawn(*stations: str) -> list[str]:
    """The names in the legend of a picture of such stations, once it is drawn."""
    numbers = dict.fromkeys((f"temperature_{which}_c" for which in ("min", "mean", "max")), "1.0")
    rows = [
        {"observed_date": "2013-06-01", "station": name, "precipitation_total_mm": None} | numbers for name in stations
    ]
    figure = _draw(pd.DataFrame(rows), DAY)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")
        figure.canvas.draw()
    legend = figure.axes[0].get_legend()
    assert legend is not None
    assert not any(text.get_parse_math() for text in legend.get_texts())
    return [text.get_text() for text in legend.get_texts()]


@pytest.mark.parametrize("name", ["$$", "A$B$C", "$x^{$", "_legend", "_", "   ", "'x'", 'a "b" {{ x }}', r"\frac{"])
def test_a_station_is_drawn_as_it_is_called(name: str) -> None:
    """Neither mathematics nor a hidden label is made of a name."""
    assert drawn(name) == [name]


def test_a_long_name_is_cut_and_stays_on_a_line() -> None:
    """A name of a thousand letters, or of two lines, leaves room for the picture."""
    assert drawn("EW\nR", "x" * 1_000) == ["EW·R", "x" * 23 + "…"]


@settings(max_examples=15, deadline=None)
@given(
    names=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1, max_size=3, unique=True
    )
)
def test_any_names_can_be_drawn(names: list[str]) -> None:
    """Every station has its label, in order."""
    assert len(drawn(*names)) == len(names)


@pytest.mark.parametrize("case", ["mathtext", "odd-stations"])
def test_odd_stations_reach_the_report(
    case: str, python_steps: PythonSteps, query: Query, warehouse: Warehouse, tmp_path: Path
) -> None:
    """Their day is landed, modelled and drawn: a row of the CSV for each."""
    from shared_etl import dbt

    raw, _, validated = python_steps(Files(CASES / case), "2013-06-01")
    dbt.build(DAY)
    report = weather_report(DAY, warehouse, tmp_path)
    assert report.plot.read_bytes().startswith(b"\x89PNG")
    assert raw.rows_out == validated.rows_out == report.step.rows_out - query_count(query)
    names = {name for (name,) in query("select station from marts.daily_weather_summary")}
    tables = {table.stem: pd.read_csv(table, dtype=str, keep_default_na=False) for table in report.tables}
    assert set(tables["daily_weather_summary"]["station"]) == names


def query_count(query: Query) -> int:
    """How many city-days there are."""
    [(count,)] = query("select count(*) from marts.city_aggregates")
    assert isinstance(count, int)
    return count
