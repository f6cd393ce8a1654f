"""A caller's environment with all that leads astray, and a landing folder with all that lies in one."""

import gzip
import os
import subprocess
from pathlib import Path

from shared_etl.readings import SOURCE_COLUMNS

from .conftest import bench

HOSTILE = {
    "PGPORT": "5433",
    "PGHOSTADDR": "127.0.0.1",
    "PGSERVICE": "nowhere",
    "PGOPTIONS": "-c search_path=nowhere",
    "LC_ALL": "xx_YY.UTF-8",
    "LANG": "xx_YY.UTF-8",
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9"),
    "FORCE_COLOR": "1",
    "NO_COLOR": "1",
    "COLUMNS": "20",
    "TERM": "dumb",
    "PYTHONOPTIMIZE": "1",
    "PYTHONPATH": "/nowhere",
    "UV_LOCKED": "1",
    "UV_PROJECT_ENVIRONMENT": "/nowhere",
    "AIRFLOW_HOME": "/nowhere",
    "AIRFLOW__CORE__EXECUTOR": "Nowhere",
    "DAGSTER_HOME": "/nowhere",
    "DBT_PROFILES_DIR": "/nowhere",
    "DBT_TARGET_PATH": "/nowhere",
    "WEATHER_SOURCE": "files:/nowhere",
    "WAREHOUSE_HOST": "nowhere",
}
"""What is to change nothing; TMPDIR, umask and user are each test's own."""

DAYS = ("2024-02-28", "2024-02-29")
ROWS = {"landed": 146, "validated": 144, "rejected": 2}


def environment(temporary: Path) -> dict[str, str]:
    """The hostile environment; PATH, HOME and what names packages' places are this process's own."""
    ours = {key: value for key, value in os.environ.items() if key != "XDG_RUNTIME_DIR"}
    return {**ours, **HOSTILE, "TMPDIR": str(temporary)}


def run(temporary: Path, out: Path, *asked: str | Path) -> "subprocess.CompletedProcess[str]":
    """`bench run` in the hostile environment, with a umask that closes all that it makes to others."""
    return subprocess.run(
        [*bench("run", *map(str, asked)), "--out", str(out)],
        env=environment(temporary),
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
    )


def leap_day(parent: Path) -> Path:
    """A folder of a name with all that a shell or a template would take for its own, and two days in it.

    144 readings of 3 stations at local time, five hours behind UTC, across a leap day; a repeated header and a row of
    no temperature are the 2 rejected. Beside the file lie what is no landing and another month.
    """
    folder = parent / "a bé {{ ds }} %d $HOME"
    folder.mkdir()
    hours = [f"2024-02-{27 + (hour + 19) // 24:02}T{(hour + 19) % 24:02}:00:00-05:00" for hour in range(48)]
    lines = [_line(station, time) for time in hours for station in ("EWR", "JFK", "LGA")]
    header = ",".join(SOURCE_COLUMNS)
    members = (
        "\n".join([header, *lines[:72], ""]),
        "\n".join([header, *lines[72:], _line("NYC", hours[30], "NA"), ""]),
    )
    packed = b"".join(gzip.compress(member.encode()) for member in members) + b"\0" * 512
    (folder / "weather_2024-02-01_2024-02-29.CSV.GZ").write_bytes(packed)
    (folder / "2024-01.csv").write_text(f"{header}\n{_line('EWR', '2024-01-05T03:00:00Z')}\n")
    (folder / "._2024-02-28.csv").write_bytes(b"half a fi")
    (folder / "archive.csv").mkdir()
    (folder / "2024-03-09.csv").symlink_to("/nowhere.csv")
    return folder


def _line(station: str, time: str, temperature: str = "50") -> str:
    good = {"temp": temperature, "dewp": "41", "humid": "70", "wind_dir": "180", "wind_speed": "10", "wind_gust": "20"}
    more = {"precip": "1e-04", "pressure": "1013.2", "visib": "10", "origin": station, "time_hour": time}
    return ",".join((good | more)[column] for column in SOURCE_COLUMNS)
