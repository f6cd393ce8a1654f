"""The files source end to end: what good files land, and what every kind of broken file gives."""

from collections.abc import Callable
from datetime import date

import pytest

from shared_etl.days import Days
from shared_etl.errors import InputError
from shared_etl.readings import MEASURES, SOURCE_COLUMNS
from shared_etl.sources import files
from shared_etl.sources.files import Files

from .conftest import Landing, PythonSteps, Query

Rejections = Callable[[], list[tuple[object, ...]]]
DAY = "2013-01-02.csv"


def landed(source: Files, day: str = "2013-01-02") -> list[tuple[str, int, str]]:
    """File, line and temperature of every row that the source has for the day."""
    frames = source.read(Days.parse(day))
    return [
        row for frame in frames for row in frame[["source_file", "line", "temp"]].itertuples(index=False, name=None)
    ]


@pytest.mark.parametrize("name", ["2013-01-02.csv", "20130102.csv.gz", "readings.csv", "readings.csv.gz"])
def test_plain_and_gzip_files_and_folders(landing: Landing, name: str) -> None:
    """A file, plain or gzip, gives its rows with their lines: by itself, and as one of a folder."""
    path = landing.put(name, {"temp": "50"}, {"temp": "51"})
    assert landed(Files(path)) == landed(landing.source) == [(name, 2, "50"), (name, 3, "51")]
    assert landed(landing.source, "2013-01-03") == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (b"{h}\n\n{r}\n\n\n{r}\n", [3, 6]),
        (b"{h}\r\n{r}\r\n{r}\r\n", [2, 3]),
        (b"\xef\xbb\xbf{h}\n{r}\n{r}", [2, 3]),
        (b'"{q}"\n{r}\n{r}\n', [2, 3]),
        (b'note,{h}\n"two\nlines, ""quoted""",{r}\n,{r}\n', [2, 4]),
        (b"{h}\n", []),
    ],
    ids=["blank lines", "CRLF", "BOM", "quoted header", "quoted fields", "header alone"],
)
def test_every_way_to_write_csv(landing: Landing, text: bytes, rows: list[int]) -> None:
    """Blank lines, CRLF, BOM, quotes and lines within them: the rows are the same and the line numbers right."""
    header, row = ",".join(SOURCE_COLUMNS), Landing.row()
    for key, value in {"h": header, "r": row, "q": '","'.join(SOURCE_COLUMNS)}.items():
        text = text.replace(b"{%s}" % key.encode(), value.encode())
    landing.put_bytes(DAY, text)
    assert landed(landing.source) == [(DAY, line, "50") for line in rows]


def _cut(content: str) -> bytes:
    import gzip

    return gzip.compress(content.encode())[:-12]


HEADER = ",".join(SOURCE_COLUMNS)
ROWS = f"{HEADER}\n{Landing.row()}\n"
GZIP = "2013-01-02.csv.gz"
TOO_MANY = Landing.row(temp="1,000").encode()
LATIN_1 = Landing.row(origin="Zürich").encode("latin-1")
BROKEN = {
    "no column": (DAY, ROWS.replace("humid", "damp").encode(), f"{DAY}: line 1: the header lacks the column humid"),
    "another": (DAY, ROWS.replace("visib", "tmp").encode(), f"{DAY}: line 1: the header lacks the column visib"),
    "column twice": (DAY, ROWS.replace("origin", "temp,origin").encode(), "has more than once the column temp"),
    "empty": (DAY, b"", f"{DAY}: line 1: there is no header"),
    "latin-1": (DAY, ROWS.encode() + LATIN_1, f"{DAY}: line 3, field 1 is not UTF-8"),
    "NUL": (DAY, ROWS.encode() + Landing.row(temp="5\0").encode(), f"{DAY}: line 3, column temp holds a NUL"),
    "too many": (DAY, ROWS.encode() + TOO_MANY, f"{DAY}: line 3: 12 fields, where the header has 11"),
    "too many at once": (DAY, f"{HEADER}\n{Landing.row()},\n".encode(), f"{DAY}: line 2: 12 fields"),
    "too few": (DAY, ROWS.encode() + b"EWR,50\n", f"{DAY}: line 3: 2 fields, where the header has 11"),
    "open quote": (DAY, ROWS.encode() + b'EWR,"50', f"{DAY}: line 3: unexpected end of data"),
    "cut gzip": (GZIP, _cut(ROWS * 99), f"{GZIP}: the gzip file is broken or cut short"),
    "no gzip": (GZIP, ROWS.encode(), f"{GZIP}: the gzip file is broken or cut short"),
    "no time": (
        "a.csv",
        ROWS.replace("2013-01-02T", "x").encode(),
        "a.csv: line 2, column time_hour: no row has a time",
    ),
    "far away": (DAY, ROWS.replace("01-02T", "01-04T").encode(), f"{DAY}: line 2, column time_hour: 2013-01-04T03:00"),
}


@pytest.mark.parametrize(("name", "content", "message"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_file_is_named_and_nothing_changes(
    landing: Landing, python_steps: PythonSteps, query: Query, name: str, content: bytes, message: str
) -> None:
    """The error names file, line and column; what was landed before stays; the step is logged as failed."""
    good = landing.put("2013-01-02.csv", {"temp": "50"}, {"temp": "51", "origin": "JFK"})
    python_steps(landing.source)
    before = query("select * from raw.weather_readings order by line")
    assert len(before) == 2
    good.unlink()
    (landing.folder / name).write_bytes(content)
    with pytest.raises(InputError) as error:
        python_steps(landing.source)
    assert str(landing.folder) in str(error.value)
    assert message in str(error.value)
    assert query("select * from raw.weather_readings order by line") == before
    assert query("select outcome from etl.step_log where step = 'raw_weather_data' order by id") == [
        ("done",),
        ("failed",),
    ]


def test_a_broken_file_of_the_next_day_stops_its_own_day_alone(
    landing: Landing, caplog: pytest.LogCaptureFixture
) -> None:
    """A day whose neighbour's file is broken still lands its own rows, with a warning; the neighbour's day fails."""
    landing.put(DAY, {})
    landing.put_bytes("2013-01-03.csv", b"what,is,this\n")
    assert landed(landing.source) == [(DAY, 2, "50")]
    assert "2013-01-03.csv: line 1: the header lacks" in caplog.text
    with pytest.raises(InputError, match=r"2013-01-03\.csv"):
        landed(landing.source, "2013-01-03")
    assert landed(landing.source, "2013-01-05") == []


def test_no_such_folder_is_named(landing: Landing) -> None:
    """A path that is not there is an error that names it, not an empty day."""
    with pytest.raises(InputError, match="nowhere: there is no such file or folder"):
        landed(Files(landing.folder / "nowhere"))


BAD_FIELDS = ["x", "nan", "inf", "-Infinity", "1e999", " 5", "5 ", " "]


def test_every_bad_field_is_rejected_with_its_column(
    landing: Landing, python_steps: PythonSteps, rejections: Rejections, query: Query
) -> None:
    """In each numeric column: text, 'nan', infinities and spaces are rejected; the rest of the file is kept."""
    bad = [(measure, text) for measure in MEASURES for text in BAD_FIELDS]
    landing.put(DAY, *({measure: text} for measure, text in bad), {"origin": "JFK"})
    raw, cleaned, validated = python_steps(landing.source)
    assert rejections() == [(line, f"unparsable:{measure}") for line, (measure, _) in enumerate(bad, start=2)]
    assert (raw.rows_out, cleaned.rows_in, cleaned.rows_out, cleaned.rows_rejected) == (73, 73, 1, 72)
    assert (validated.rows_in, validated.rows_out, validated.rows_rejected) == (1, 1, 0)
    assert query("select station from clean.validated_readings") == [("JFK",)]


def test_every_reason_of_the_design_and_conservation(
    landing: Landing, python_steps: PythonSteps, rejections: Rejections, query: Query
) -> None:
    """No station, no time, no temperature and each range: the reason of the design; landed = validated + rejected."""
    outside = {
        "temp": "141", "humid": "100.01", "wind_dir": "361", "wind_speed": "258", "wind_gust": "-1",
        "precip": "20", "pressure": "869.9", "visib": "-0.1",
    }  # fmt: skip
    hours = [f"2013-01-02T{hour:02}:00:00Z" for hour in range(24)]
    rows = [{measure: value, "time_hour": hour} for (measure, value), hour in zip(outside.items(), hours, strict=False)]
    rows += [
        {"origin": ""},
        {"origin": "NA"},
        {"time_hour": "soon"},
        {"time_hour": ""},
        {"temp": "NA", "time_hour": hours[20]},
    ]
    landing.put(DAY, *rows, {"time_hour": hours[21]}, "," * (len(SOURCE_COLUMNS) - 1))
    raw, _, validated = python_steps(landing.source)
    reasons = [f"range:{measure}" for measure in outside]
    reasons += ["unparsable:origin"] * 2 + ["unparsable:time_hour"] * 2 + ["missing:temp"]
    assert rejections() == [*enumerate(reasons, start=2), (16, "unparsable:origin")]
    assert raw.rows_out == 15 == validated.rows_out + 14
    assert query("select distinct partition_date from clean.rejected_readings") == [(date(2013, 1, 2),)]


def test_the_first_of_the_same_station_and_time_stays(
    landing: Landing, python_steps: PythonSteps, rejections: Rejections, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a chunk, across chunks and across files, however the time is written: the first by file and line stays."""
    monkeypatch.setattr(files, "_CHUNK_ROWS", 2)
    monkeypatch.setattr("shared_etl.copy_format.BLOCK_BYTES", 100)
    other = "2013-01-02T05:00:00+02:00"
    landing.put("b.csv", {"temp": "60"}, {"temp": "61", "origin": "LGA"})
    landing.put("a.csv", {"temp": "50"}, {"temp": "51"}, {"origin": "JFK"}, {"temp": "53", "time_hour": other})
    _, cleaned, _ = python_steps(landing.source)
    assert query("select source_file, line, reason from clean.rejected_readings order by 1, 2") == [
        ("a.csv", 3, "duplicate"),
        ("a.csv", 5, "duplicate"),
        ("b.csv", 2, "duplicate"),
    ]
    assert query("select station, source_file, line, temperature_c from clean.validated_readings order by 1") == [
        ("EWR", "a.csv", 2, 10.0),
        ("JFK", "a.csv", 4, 10.0),
        ("LGA", "b.csv", 3, pytest.approx(145 / 9)),
    ]
    assert (cleaned.rows_in, cleaned.rows_out, cleaned.rows_rejected) == (6, 3, 3)


def test_rows_of_the_days_around_land_on_their_utc_day(
    landing: Landing, python_steps: PythonSteps, query: Query
) -> None:
    """A file named for a day may hold rows of the day before and after; each lands on its own UTC day, once."""
    times = ["2013-01-01T23:00:00Z", "2013-01-02T00:00:00Z", "2013-01-02T23:30:00-05:00"]
    landing.put(DAY, *({"time_hour": time} for time in times), {"time_hour": "?"})
    for day in ("2013-01-01", "2013-01-02", "2013-01-03", "2013-01-04"):
        python_steps(landing.source, day)
    assert query("select partition_date, line from raw.weather_readings order by 1, 2") == [
        (date(2013, 1, 1), 2),
        (date(2013, 1, 2), 3),
        (date(2013, 1, 2), 5),
        (date(2013, 1, 3), 4),
    ]
    python_steps(landing.source, "2013-01-01", "2013-01-03")
    assert query("select count(*) from raw.weather_readings") == [(4,)]


def test_a_time_that_cannot_be_read_belongs_to_the_files_day(
    landing: Landing, python_steps: PythonSteps, query: Query
) -> None:
    """With no date in the name, the file's day is that of the first row that has one."""
    landing.put("many.csv", {"time_hour": "?"}, {}, {"time_hour": "2013-01-05"})
    python_steps(landing.source, "2013-01-01", "2013-01-09")
    assert query("select partition_date, line, reason from clean.rejected_readings") == [
        (date(2013, 1, 2), 2, "unparsable:time_hour")
    ]


def test_a_file_too_long_for_one_chunk_keeps_its_line_numbers(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunks join with no line lost; a ragged line at a chunk's beginning is found."""
    monkeypatch.setattr(files, "_CHUNK_ROWS", 3)
    landing.put(DAY, *({"temp": str(number)} for number in range(8)))
    assert landed(landing.source) == [(DAY, number + 2, str(number)) for number in range(8)]
    landing.put(DAY, {}, {}, {}, {"temp": "1,000"})
    with pytest.raises(InputError, match="line 5: 12 fields"):
        landed(landing.source)
