"""The time of a reading: what is one, and that each row is read by itself."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_etl.sources.files import Files
from shared_etl.times import observed_at

from .conftest import PythonSteps, Query

CASES = Path(__file__).with_name("cases")
TIMES = [
    "1600-06-01T03:00:00Z", "0001-01-01", "9999-12-31T23:59:59Z", "2013-06-01T03:00:00.123456789Z",
    "2013-06-01T03:00:00.1234567890123Z", "2013-06-01", "20130601T0300", "2013-06-01 03:00",
    "2013-06-01T03:00:00+14:00",
    "2013-06-01T03:00:00.5-05:00", "2262-04-12T00:00:00.000000001Z", "2013-06-01 ", " 2013-06-01",
    "2013-06-01T03:00Z\t",
    "", "NA", "2013", "now", "2013-02-30", "2013-06-01T25:00", "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
]  # fmt: skip


def read(*texts: str) -> list[pd.Timestamp]:
    """The times of the texts."""
    return list(observed_at(pd.Series(texts, dtype="str")))


def same(one: pd.Timestamp, other: pd.Timestamp) -> bool:
    """Whether both are the same time, or none."""
    return bool(one == other) or bool(pd.isna(one) and pd.isna(other))


FINE = st.datetimes().map(lambda time: f"{time.isoformat()}{time.microsecond % 1000:03}")


@given(st.lists(st.sampled_from(TIMES) | st.datetimes().map(str) | FINE, min_size=1, max_size=6))
def test_a_time_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    """A list of texts gives what each of them gives alone, in any company."""
    assert all(same(one, read(text)[0]) for one, text in zip(read(*texts), texts, strict=True))


@pytest.mark.parametrize(
    "text", ["2013-06-01 ", " 2013-06-01", "2013-06-01T03:00:00Z ", "\t2013-06-01", "2013-06-01\n"]
)
def test_a_blank_around_a_time_is_refused_on_either_side(text: str) -> None:
    """As around a number."""
    assert pd.isna(read(text)[0])


def test_what_is_finer_than_a_microsecond_is_left_away() -> None:
    """The database keeps microseconds."""
    [time] = read("2013-06-01T03:00:00.123456789Z")
    assert time == pd.Timestamp("2013-06-01T03:00:00.123456Z")


def test_a_far_time_beside_nanoseconds_is_landed_on_its_own_day(python_steps: PythonSteps, query: Query) -> None:
    """Each of the two rows has its own day, whatever stands next to it in the file."""
    source = Files(CASES / "far-beside-nanoseconds")
    for day in ("1600-06-01", "2013-06-01"):
        python_steps(source, day)
    assert query("select partition_date::text, line from clean.validated_readings order by 1") == [
        ("1600-06-01", 2),
        ("2013-06-01", 3),
    ]
    assert query("select count(*) from clean.rejected_readings") == [(0,)]
