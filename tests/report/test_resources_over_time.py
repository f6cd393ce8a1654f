"""Memory and CPU over the time of a backfill."""

import pytest

from records.measurement import Look
from report.chapters.backfill import resources_over_time
from report.chapters.backfill.questions import of_main_case
from report.data.metrics import PEAK_MEMORY, WALL
from report.page.document import Picture

from .made import Made, a_case, results_of, sentences

CASE = a_case()
LOOKS = [
    Look(at_s=0.0, cpu_s=0.0, pss_bytes_by_role={"scheduler": 100_000_000}),
    Look(at_s=0.5, cpu_s=0.4, pss_bytes_by_role={"scheduler": 110_000_000, "task": 40_000_000}),
    Look(at_s=1.0, cpu_s=1.5, pss_bytes_by_role={"scheduler": 110_000_000}),
    Look(at_s=1.5, cpu_s=1.2, pss_bytes_by_role={"scheduler": 110_000_000}),
    Look(at_s=3.0, cpu_s=2.5, pss_bytes_by_role={"scheduler": 120_000_000}),
]
WATCHED = Made("backfill", CASE, "airflow:tuned", [9.0], warm_ups=[150], resources={"looks": LOOKS})
"""Its rounds have looks as well here; those of warm-ups alone are shown."""


def test_memory_is_told_by_role_at_every_look() -> None:
    """In MB; a role that has ended holds nothing."""
    (run,) = resources_over_time.watched(results_of(WATCHED)).values()
    assert run.measurement.warm_up
    table = resources_over_time.memory(run)
    assert list(table[table["role"] == "task"]["mb"]) == [0, 40, 0, 0, 0]
    assert list(table[table["role"] == "scheduler"]["mb"]) == [100, 110, 110, 110, 120]


def test_cores_are_cpu_seconds_per_second() -> None:
    """Over a second or more, so that clock ticks do not show; a sum that falls for a look counts as standing still."""
    (run,) = resources_over_time.watched(results_of(WATCHED)).values()
    table = resources_over_time.cores(run)
    assert list(table["at_s"]) == [1.0, 3.0]
    assert list(table["cores"]) == [pytest.approx(1.5), pytest.approx(0.5)]


def test_the_picture_has_one_row_per_contender() -> None:
    """With its name, and the roles in the legend."""
    results = results_of(WATCHED)
    picture, _ = resources_over_time.blocks(results)
    assert isinstance(picture, Picture)
    assert "Airflow (tuned)" in picture.svg
    assert ">scheduler</text>" in picture.svg
    assert "7 days, 2 at once, a warm-up of each contender" in sentences(resources_over_time.blocks(results))[0]


def test_nothing_is_shown_where_nobody_looked() -> None:
    """As in results from before there were looks."""
    assert resources_over_time.blocks(results_of(Made("backfill", CASE, "airflow:tuned", [9.0], warm_ups=[150]))) == []


def test_memory_is_told_of_the_case_whose_warm_ups_read_it() -> None:
    """Where the main case has none: the picture and the verdict's measure name the other case."""
    main = Made("backfill", a_case(2), "airflow:tuned", [9.0])
    read = Made("backfill", a_case(3), "airflow:tuned", [9.0], warm_ups=[150, 160], resources={"looks": LOOKS})
    results = results_of(main, read)
    assert "3 days, 2 at once, a warm-up of each contender" in sentences(resources_over_time.blocks(results))[0]
    measure = of_main_case(results, PEAK_MEMORY)
    assert measure.name == "Peak memory, 3 days, 2 at once"
    assert measure.samples == {"airflow:tuned": [150.0, 160.0]}
    assert of_main_case(results, WALL).name.endswith("2 days, 2 at once")
