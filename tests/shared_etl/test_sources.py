"""The other sources: packaged, generated, Open-Meteo, and how a text names one."""

from collections.abc import Callable

import httpx
import pandas as pd
import pytest

from shared_etl.days import Days
from shared_etl.errors import InputError, SourceUnavailableError
from shared_etl.readings import RAW_COLUMNS
from shared_etl.sources import Source, source_from
from shared_etl.sources.files import Files
from shared_etl.sources.generated import Generated
from shared_etl.sources.open_meteo import OpenMeteo

DAY = Days.parse("2024-02-29")


def rows(source: Source, days: Days = DAY) -> pd.DataFrame:
    """All that the source has for the days."""
    return pd.concat(list(source.read(days)), ignore_index=True)


def test_a_text_names_a_source(tmp_path: object) -> None:
    """Each documented text gives its source."""
    assert isinstance(source_from("packaged"), Files)
    assert source_from("generated:7") == Generated(7)
    assert source_from(f"files:{tmp_path}") == Files(tmp_path)  # type: ignore[arg-type]
    assert isinstance(source_from("open-meteo"), OpenMeteo)


@pytest.mark.parametrize(
    "text", ["", "x", "files", "files:", "generated:", "generated:0", "generated:-1", "generated:1e3", "packaged:x"]
)
def test_another_text_is_a_clear_error(text: str) -> None:
    """The error quotes the text and lists what can be taken."""
    with pytest.raises(InputError, match="is not known; take packaged, files:PATH, generated:STATIONS") as error:
        source_from(text)
    assert repr(text) in str(error.value)


def test_packaged_days_hold_their_rows() -> None:
    """The packaged data is 26,115 rows from 2013-01-01 to 2013-12-30; a day alone gives the rows of that day."""
    packaged = source_from("packaged")
    year = rows(packaged, Days.parse("2012-12-01", "2014-01-31"))
    assert len(year) == 26_115
    assert list(year) == list(RAW_COLUMNS)
    assert year["partition_date"].nunique() == 364
    assert [str(year["partition_date"].min()), str(year["partition_date"].max())] == ["2013-01-01", "2013-12-30"]
    one = rows(packaged, Days.parse("2013-02-12"))
    pd.testing.assert_frame_equal(one, year[year["partition_date"] == one["partition_date"][0]].reset_index(drop=True))


def test_generated_rows_do_not_depend_on_how_many_stations_there_are() -> None:
    """24 rows a station-day, always the same; a station's rows are the same among few stations and among many."""
    few, many = rows(Generated(3)), rows(Generated(2_600))
    assert len(few) == 72
    assert len(many) == 2_600 * 24
    pd.testing.assert_frame_equal(few, many.head(72))
    pd.testing.assert_frame_equal(many, rows(Generated(2_600)))
    assert (many.groupby("origin")["time_hour"].nunique() == 24).all()
    assert few["temp"].nunique() > 60
    assert not rows(Generated(3, seed=1))["temp"].equals(few["temp"])


def test_a_generated_range_is_its_days_together() -> None:
    """Days do not depend on what else is asked for."""
    days = Days.parse("2024-02-28", "2024-03-01")
    parts = pd.concat([rows(Generated(2), day) for day in days], ignore_index=True)
    pd.testing.assert_frame_equal(rows(Generated(2), days), parts)
    assert parts["partition_date"].nunique() == 3


Answer = Callable[[httpx.Request], httpx.Response]


def meteo(answer: Answer) -> OpenMeteo:
    """The archive with a network that answers so, and no pause between attempts."""
    return OpenMeteo(transport=httpx.MockTransport(answer), retry_wait_s=0)


def hourly(request: httpx.Request) -> dict[str, list[object]]:
    """A good answer: every variable asked for, one value missing."""
    times: list[object] = [f"2024-02-29T{hour:02}:00" for hour in range(24)]
    names = request.url.params["hourly"].split(",")
    return {"time": times} | {name: [None, *range(1, 24)] for name in names}


def test_open_meteo_is_asked_for_the_sources_units() -> None:
    """Fahrenheit, mph, inch and UTC, for each station; a null is NA; visibility, which it has not, is missing."""
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(200, json={"hourly": hourly(request)})

    frame = rows(meteo(answer))
    assert [url.params["latitude"] for url in asked] == ["40.6925", "40.6398", "40.7769"]
    for url in asked:
        assert {key: url.params[key] for key in ("temperature_unit", "wind_speed_unit", "precipitation_unit")} == {
            "temperature_unit": "fahrenheit", "wind_speed_unit": "mph", "precipitation_unit": "inch",
        }  # fmt: skip
        assert (url.params["timezone"], url.params["start_date"], url.params["end_date"]) == (
            "UTC",
            *["2024-02-29"] * 2,
        )
    assert list(frame) == list(RAW_COLUMNS)
    assert list(frame.groupby("origin").size().items()) == [("EWR", 24), ("JFK", 24), ("LGA", 24)]
    assert list(frame["temp"][:3]) == ["NA", "1", "2"]
    assert set(frame["visib"]) == {"NA"}
    assert frame["time_hour"][1] == "2024-02-29T01:00:00Z"


@pytest.mark.parametrize("status", [429, 503])
def test_open_meteo_is_asked_again_after_a_passing_failure(status: int) -> None:
    """One 503 (or 429), then a good answer: the rows are whole."""
    answers = iter([status, 200, 200, 200])

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(answers), json={"hourly": hourly(request)})

    assert len(rows(meteo(answer))) == 72
    assert next(answers, None) is None


@pytest.mark.parametrize(("status", "attempts"), [(503, 4), (400, 1)])
def test_open_meteo_gives_up_with_the_status(status: int, attempts: int) -> None:
    """A failure that lasts is asked four times, one that is ours once; the error gives status and answer."""
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, text="out of order")

    kind = SourceUnavailableError if status == 503 else InputError
    with pytest.raises(kind, match=f"answered {status}: out of order"):
        rows(meteo(answer))
    assert len(asked) == attempts


def test_open_meteo_offline_is_a_clear_error() -> None:
    """With no network: what cannot be reached, and what to take instead."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to host")

    with pytest.raises(
        SourceUnavailableError, match=r"cannot be reached \(no route to host\); check the network, or take packaged"
    ):
        rows(meteo(answer))


def _change(key: str, value: object) -> Callable[[dict[str, list[object]]], object]:
    return lambda good: {"hourly": good | {key: value}}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: {},
        lambda _: [],
        lambda _: {"hourly": []},
        lambda good: {"hourly": {"time": good["time"]}},
        _change("precipitation", [1]),
        _change("precipitation", None),
        _change("time", ["soon"] * 24),
        _change("time", ["2024-03-01T00:00"] * 24),
    ],
    ids=["nothing", "a list", "hourly a list", "no variables", "too few", "null", "no times", "other days"],
)
def test_open_meteo_answering_nonsense_is_a_clear_error(spoil: Callable[[dict[str, list[object]]], object]) -> None:
    """An answer that is not the readings asked for is an error that says so, and never rows."""
    with pytest.raises(InputError, match="source open-meteo: the answer for EWR is not readings"):
        rows(meteo(lambda request: httpx.Response(200, json=spoil(hourly(request)))))
    with pytest.raises(InputError, match="source open-meteo: the answer for EWR is not readings"):
        rows(meteo(lambda _: httpx.Response(200, text="<html>")))


@pytest.mark.parametrize(("start", "end"), [("2013-1-1", None), ("today", None), ("2013-01-02", "2013-01-01")])
def test_days_that_are_none_are_a_clear_error(start: str, end: str | None) -> None:
    """A text that is no date, or an end before the start, says so."""
    with pytest.raises(InputError, match="days:"):
        Days.parse(start, end)
