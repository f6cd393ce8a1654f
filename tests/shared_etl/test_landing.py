"""What of a landing folder is read for which day: names, endings, and all that is no landing."""

import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared_etl.arrivals import arrivals
from shared_etl.days import Days
from shared_etl.errors import InputError
from shared_etl.sources.files import Files
from shared_etl.sources.reading import Account

from .conftest import Landing, PythonSteps, Query

CASES = Path(__file__).with_name("cases")
DAY = "2013-06-01"
ROW = {"time_hour": "2013-06-01T03:00:00Z"}


def landed(source: Files, day: str = DAY, end: str | None = None) -> tuple[list[tuple[str, int]], Account]:
    """File and line of every row that the source has for the days, and the account of it."""
    reading = source.read(Days.parse(day, end))
    rows = [row for frame in reading for row in frame[["source_file", "line"]].itertuples(index=False, name=None)]
    return rows, reading.account


def passed_over(account: Account, day: str = DAY) -> dict[str, str]:
    """File -> why it was not read."""
    return {one.file: one.why for one in account.passed_over(date.fromisoformat(day))}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("range-in-name/weather_2013-01-01_2013-12-31.csv", 7),
        ("range-in-name", 7),
        ("download-date", 2),
        ("download-date/weather_20240115.csv", 2),
        ("upper-case", 2),
        ("upper-case/JUNE.CSV", 2),
        ("dot-file", 2),
    ],
)
def test_a_day_of_the_file_is_landed_whatever_the_file_is_called(path: str, line: int) -> None:
    """A named file is read for every day; a range, a download's date and any case of the ending hide nothing."""
    rows, account = landed(Files(CASES / path))
    assert [number for _, number in rows] == [line]
    assert list(account.rows[date(2013, 6, 1)].values()) == [1]
    assert account.empty_days == []


def test_two_dates_in_a_name_are_a_range(landing: Landing) -> None:
    """Every day from the first to the last is read, and one day more on either side; others are passed over."""
    times = ("2013-05-31T23:30:00Z", "2013-06-01T03:00:00Z", "2013-06-30T03:00:00Z", "2013-07-01T00:30:00Z")
    landing.put("2013-06-01--2013-06-30.csv", *({"time_hour": time} for time in times))
    for line, time in enumerate(times, start=2):
        assert landed(landing.source, time[:10])[0] == [("2013-06-01--2013-06-30.csv", line)]
    rows, account = landed(landing.source, "2013-08-01")
    assert rows == []
    assert passed_over(account, "2013-08-01") == {"2013-06-01--2013-06-30.csv": "its name says 2013-06-01_2013-06-30"}


def test_a_file_whose_date_no_row_bears_out_stops_the_day_of_that_date_alone(landing: Landing) -> None:
    """It is read for every other day; on the day of its name, of which it has nothing, it is said to be misnamed."""
    landing.put("weather_20240115.csv", ROW)
    assert landed(landing.source)[0] == [("weather_20240115.csv", 2)]
    assert landed(landing.source, "2013-06-02")[0] == []
    with pytest.raises(InputError, match="2013-06-01T03:00:00Z is more than a day away from the date in the file's na"):
        landed(landing.source, "2024-01-15")


def test_a_row_without_a_time_belongs_to_the_first_day_of_a_file_for_several(
    landing: Landing, python_steps: PythonSteps, query: Query
) -> None:
    """In a file that is read for several days, it is landed and rejected on the first that the file has a row of."""
    landing.put("weather_2013-05-01_2013-06-30.csv", {"time_hour": "2013-06-02"}, {"time_hour": "?"}, ROW)
    for day in ("2013-05-01", DAY, "2013-06-02"):
        python_steps(landing.source, day)
    assert query("select partition_date::text, line, reason from clean.rejected_readings") == [
        (DAY, 3, "unparsable:time_hour")
    ]
    assert query("select partition_date::text, line from raw.weather_readings order by 1, 2") == [
        (DAY, 3),
        (DAY, 4),
        ("2013-06-02", 2),
    ]


def test_what_is_no_landing_is_passed_over_and_named(landing: Landing) -> None:
    """Folders, hidden files, locks, FIFOs and other endings are not read, and the account says why of each."""
    landing.put("june.csv", ROW)
    for name in (".2013-06-01.csv", "._june.csv", "~$june.csv"):
        landing.put_bytes(name, b"half a fi")
    for name in ("june.csv.part", "notes.txt"):
        landing.put_bytes(name, b"half a fi")
    (landing.folder / "archive.csv").mkdir()
    (landing.folder / "2013").mkdir()
    os.mkfifo(landing.folder / "late.csv")
    rows, account = landed(landing.source)
    assert rows == [("june.csv", 2)]
    assert passed_over(account) == {
        **dict.fromkeys((".2013-06-01.csv", "._june.csv", "~$june.csv"), "hidden, or a lock"),
        **dict.fromkeys(("june.csv.part", "notes.txt"), "its name does not end in .csv or .csv.gz"),
        **dict.fromkeys(("archive.csv", "2013"), "a folder, which is not looked into"),
        "late.csv": "no regular file",
    }
    [line] = account.lines()
    assert line.startswith("2013-06-01: 1 row of june.csv; passed over: ")
    assert all(name in line for name in passed_over(account))


def test_many_files_of_other_days_are_told_in_short(landing: Landing) -> None:
    """Ten of them are named in the account, and how many more there are; a person reads how many in all."""
    for day in range(1, 29):
        landing.put(f"2013-06-{day:02}.csv", {"time_hour": f"2013-06-{day:02}T03:00:00Z"})
    rows, account = landed(landing.source, "2013-06-15")
    assert rows == [("2013-06-15.csv", 2)]
    assert account.rows[date(2013, 6, 15)] == {"2013-06-14.csv": 0, "2013-06-15.csv": 1, "2013-06-16.csv": 0}
    assert [one.file for one in account.passed_over(date(2013, 6, 15))][-2:] == ["2013-06-10.csv", "15 more"]
    assert next(account.lines()).endswith("; passed over: 25 files named for other days")


@pytest.mark.parametrize("make", ["link", "loop", "unreadable"])
def test_a_day_fails_by_its_own_files_alone(landing: Landing, make: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that leads nowhere, a loop or a file that may not be read stops its own day, by name, and no other."""
    landing.put(f"{DAY}.csv", ROW)
    other = landing.folder / "2013-06-05.csv"
    match make:
        case "link":
            other.symlink_to("/nowhere/x.csv")
        case "loop":
            other.symlink_to(other)
        case _:
            landing.put(other.name, {"time_hour": "2013-06-05T03:00:00Z"})
            _forbid(monkeypatch, other)
    rows, account = landed(landing.source)
    assert rows == [(f"{DAY}.csv", 2)]
    assert passed_over(account) == {other.name: "its name says 2013-06-05"}
    with pytest.raises(InputError, match=r"2013-06-05\.csv: (No such file|Too many levels|Permission denied)"):
        landed(landing.source, "2013-06-05")
    assert {arrival.file for arrival in arrivals(landing.folder)} >= {f"{DAY}.csv"}


def _forbid(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Nobody may read the file, not even root, who runs tests here and there."""
    path.chmod(0)
    if os.access(path, os.R_OK):
        opened = Path.open

        def refuse(self: Path, *arguments: object) -> object:
            if self == path:
                raise PermissionError(13, "Permission denied", str(self))
            return opened(self, *arguments)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", refuse)


def test_a_name_that_is_not_text_is_an_error_that_shows_it(landing: Landing) -> None:
    """A file of a name in another encoding is named by its bytes, and nothing of its day is landed without it."""
    landing.put("june.csv", ROW)
    Path(os.fsdecode(os.fsencode(landing.folder) + b"/Z\xfcrich.csv")).write_text("x")
    with pytest.raises(InputError, match=r"Z\\xfcrich\.csv: its name is not UTF-8; rename it"):
        landed(landing.source)


def test_a_packed_file_is_told_for_what_it_is(landing: Landing, tmp_path: Path) -> None:
    """gzip without its ending, and a zip archive, are named as such."""
    with pytest.raises(InputError, match=r"june\.csv: is packed with gzip; let its name end in \.csv\.gz"):
        landed(Files(CASES / "gzip-named-csv"))
    with zipfile.ZipFile(landing.folder / "june.csv", "w") as archive:
        archive.writestr("june.csv", "origin")
    with pytest.raises(InputError, match=r"june\.csv: is a zip archive"):
        landed(landing.source)
    shutil.move(landing.folder / "june.csv", tmp_path / "named.zip")
    with pytest.raises(InputError, match=r"named\.zip: is a zip archive"):
        landed(Files(tmp_path / "named.zip"))


def test_what_was_read_is_kept_beside_the_rows(
    landing: Landing, python_steps: PythonSteps, query: Query, caplog: pytest.LogCaptureFixture
) -> None:
    """The landing step logs the account and keeps it; rows in the files = landed = validated + rejected."""
    caplog.set_level("INFO")
    landing.put("june.csv", ROW, {**ROW, "origin": "JFK", "temp": "900"}, {"time_hour": "2013-06-02"})
    landing.put("2013-06-02.csv", {"time_hour": "2013-06-02T05:00"}, {"time_hour": "?"})
    landing.put("notes.txt")
    for _ in range(2):
        raw, cleaned, validated = python_steps(landing.source, DAY, "2013-06-03")
    assert query("select partition_date::text, source_file, rows, passed_over from etl.source_files order by 1, 2") == [
        (DAY, "2013-06-02.csv", 0, None),
        (DAY, "june.csv", 2, None),
        (DAY, "notes.txt", None, "its name does not end in .csv or .csv.gz"),
        ("2013-06-02", "2013-06-02.csv", 2, None),
        ("2013-06-02", "june.csv", 1, None),
        ("2013-06-02", "notes.txt", None, "its name does not end in .csv or .csv.gz"),
        ("2013-06-03", "2013-06-02.csv", 0, None),
        ("2013-06-03", "june.csv", 0, None),
        ("2013-06-03", "notes.txt", None, "its name does not end in .csv or .csv.gz"),
    ]
    assert raw.rows_out == 5 == validated.rows_out + validated.rows_rejected + cleaned.rows_rejected
    assert "2013-06-01: 0 rows of 2013-06-02.csv, 2 rows of june.csv; passed over: notes.txt" in caplog.text
    assert raw.warnings == ["the source has no row of 2013-06-03"]
    assert "the source has no row of 2013-06-03" in caplog.text


def test_a_warehouse_that_was_deployed_before_still_takes_rows(
    landing: Landing, python_steps: PythonSteps, query: Query, execute: Callable[[str], int]
) -> None:
    """Where there is no table for the account, rows land all the same."""
    execute("drop table etl.source_files")
    landing.put("june.csv", ROW)
    assert python_steps(landing.source, DAY)[0].rows_out == 1


NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda name: name not in (".", "..") and len(name.encode()) < 200
)
ENDING = st.sampled_from([".csv", ".CSV", ".Csv.Gz", ".csv.gz", ".txt", "", ".csv.part"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, ending=ENDING)
def test_whatever_a_file_is_called_its_rows_are_landed_or_it_is_named(
    name: str, ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file in the folder is read for its rows' day, or the account names it with the reason."""
    landing = Landing(tmp_path_factory.mktemp("named") / "landing")
    path = landing.put("x.csv", ROW)
    content = path.read_bytes()
    path.unlink()
    file = name + ending
    if file.lower().endswith(".gz"):
        landing.put_bytes("x.gz", content).rename(landing.folder / file)
    else:
        landing.put_bytes(file, content)
    rows, account = landed(landing.source)
    assert rows == ([(file, 2)] if file not in passed_over(account) else [])
    assert rows or account.empty_days == [date(2013, 6, 1)]


@pytest.mark.parametrize("make", ["empty", "subfolder", "another day"])
def test_a_run_that_finds_nothing_fails_and_says_what_there_is(
    landing: Landing, make: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`python -m shared_etl run` ends with an error that names the source and the days that it holds."""
    if make == "subfolder":
        (landing.folder / "2013").mkdir()
        landing.put("2013/june.csv", ROW)
    if make == "another day":
        landing.put("july.csv", {"time_hour": "2013-07-01"}, {"time_hour": "2013-07-09"})
    from shared_etl import __main__ as command
    from shared_etl import bare
    from shared_etl.warehouse import Step

    def land(days: Days, *_: object) -> Step:
        _, account = landed(landing.source, str(days.start), str(days.end))
        step = Step.__new__(Step)
        step.rows_out, step.account = 0, list(account.lines())
        return step

    monkeypatch.setattr(bare, "run", land)
    with pytest.raises(InputError) as error:
        command.run(DAY, "2013-06-02", source=f"files:{landing.folder}")
    said = str(error.value)
    assert f"source files:{landing.folder}: has no row of 2013-06-01 to 2013-06-02; " in said
    assert {
        "empty": "it holds no row that can be read",
        "subfolder": "passed over: 2013 (a folder, which is not looked into)",
        "another day": "it holds 2013-07-01 to 2013-07-09",
    }[make] in said
