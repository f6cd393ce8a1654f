"""A file that lands starts a run."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from dagster_defs.resources import SourceResource


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    folder = tmp_path / "landing"
    folder.mkdir()
    return folder


@pytest.fixture
def look(landing: Path, defs: dg.Definitions) -> Callable[[], list[str]]:
    """Look into the landing folder once, as the daemon does; returns the days of the runs that are asked for."""
    cursor: str | None = None

    def days() -> list[str]:
        nonlocal cursor
        context = dg.build_sensor_context(
            cursor=cursor,
            repository_def=defs.get_repository_def(),
            resources={"source": SourceResource(name=f"files:{landing}")},
        )
        tick = defs.resolve_sensor_def("weather_arrivals").evaluate_tick(context)
        cursor = tick.cursor
        return [str(request.partition_key) for request in tick.run_requests or []]

    return days


def test_a_file_that_lands_starts_one_run(landing: Path, look: Callable[[], list[str]]) -> None:
    """A run for the day of each new file, none for one that is as it was, another for one that is written again."""
    assert look() == []
    for name in ("readings-2013-02-12.csv", "2013-02-11.csv.gz", "2013-02-13.csv.part", "notes.csv"):
        (landing / name).touch()
    assert look() == ["2013-02-11", "2013-02-12"]
    assert look() == []
    later = datetime(2033, 1, 1, tzinfo=UTC).timestamp()
    os.utime(landing / "readings-2013-02-12.csv", (later, later))
    assert look() == ["2013-02-12"]
    assert look() == []


def test_the_sensor_says_why_it_skips(defs: dg.Definitions) -> None:
    """A source that is no folder has no files that land."""
    context = dg.build_sensor_context(
        repository_def=defs.get_repository_def(), resources={"source": SourceResource(name="packaged")}
    )
    tick = defs.resolve_sensor_def("weather_arrivals").evaluate_tick(context)
    assert tick.skip_message == "no files land: the source of readings is packaged"
