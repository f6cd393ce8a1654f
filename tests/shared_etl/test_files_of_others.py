"""Files as other programs write them."""

import gzip
from datetime import date

from .conftest import Landing, PythonSteps, Query


def test_what_r_writes(landing: Landing, python_steps: PythonSteps, query: Query) -> None:
    """R's write.csv: a quoted header, row names, midnight as a date alone, small numbers as 1e-04."""
    names = (
        '"","origin","temp","dewp","humid","wind_dir","wind_speed","wind_gust","precip","pressure","visib","time_hour"'
    )
    rows = [
        f'"{number}","EWR",39.02,26.06,59.37,270,10.35702,NA,1e-04,1012,10,{time}'
        for number, time in enumerate(("2013-06-01", "2013-06-01 01:00:00"), start=1)
    ]
    landing.put("june.csv", *rows, header=names)
    python_steps(landing.source, "2013-06-01")
    assert query(
        "select line, to_char(observed_at at time zone 'UTC', 'HH24:MI'), precipitation_mm::numeric(10, 6)::text, "
        "wind_gust_ms from clean.validated_readings order by line"
    ) == [(2, "00:00", "0.002540", None), (3, "01:00", "0.002540", None)]


def test_a_leap_day_at_another_offset(landing: Landing, python_steps: PythonSteps, query: Query) -> None:
    """Hours at -05:00 land on their UTC days, the 29th of February among them, each once."""
    hours = [f"2024-02-28T{hour:02}:00:00-05:00" for hour in range(24)]
    landing.put("2024-02-28.csv", *({"time_hour": hour} for hour in hours))
    for day in ("2024-02-28", "2024-02-29", "2024-03-01"):
        python_steps(landing.source, day)
    assert query("select partition_date, count(*) from clean.validated_readings group by 1 order by 1") == [
        (date(2024, 2, 28), 19),
        (date(2024, 2, 29), 5),
    ]


def test_gzip_in_two_members_with_the_header_again_and_padding(
    landing: Landing, python_steps: PythonSteps, query: Query
) -> None:
    """As `cat a.gz b.gz` makes it: the second header is a row, and rejected; zeros at the end are nothing."""
    path = landing.put("june.csv", {"time_hour": "2013-06-01"})
    text = path.read_bytes()
    path.unlink()
    (landing.folder / "june.csv.gz").write_bytes(gzip.compress(text) * 2 + b"\0" * 1_024)
    raw, _, validated = python_steps(landing.source, "2013-06-01")
    assert (raw.rows_out, validated.rows_out) == (3, 1)
    assert query("select line, reason from clean.rejected_readings order by line") == [
        (3, "unparsable:time_hour"),
        (4, "duplicate"),
    ]
