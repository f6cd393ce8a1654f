"""The troubles, and that every contender's users have a way out of each."""

from pathlib import Path

import pytest

from benchmarks.deployment.postgres import Postgres
from benchmarks.errors import BenchError
from benchmarks.scenarios.profiles import SCENARIOS, Wish, asks
from benchmarks.scenarios.rerun.faults import TROUBLES
from benchmarks.scenarios.rerun.recoveries import remedies
from benchmarks.scenarios.rerun.sandbox import World
from benchmarks.stacks.registry import CONTENDERS
from records.measurement import RERUNS
from shared_etl.days import Days

THREE = Days.parse("2013-02-11", "2013-02-13")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world without a server: its files alone."""
    made = World(tmp_path / "world", Postgres("nowhere", 0), THREE)
    made.make("packaged")
    return made


def test_the_report_knows_every_trouble() -> None:
    """By name and in the same order; the command line names them as scenarios."""
    assert tuple(TROUBLES) == RERUNS
    assert set(RERUNS) <= set(SCENARIOS)


def test_every_contender_has_a_way_out_of_every_trouble() -> None:
    """And the profile measures each in its first, but for the one that differs in when the scheduler imports."""
    firsts = {(a.scenario, name) for a in asks("rerun", Wish()) if a.remedy is None for name in a.contenders}
    measured = {one.name for one in CONTENDERS} - {"airflow:no-preload"}
    assert firsts == {(trouble, name) for trouble in TROUBLES for name in measured}
    for trouble in TROUBLES:
        for one in CONTENDERS:
            assert remedies(trouble, one)


def test_a_way_is_asked_only_of_those_who_have_it() -> None:
    """Whoever the user names."""
    asked = asks("rerun", Wish(contenders=("bare", "airflow:tuned")))
    others = {(ask.remedy, ask.contenders) for ask in asked if ask.remedy}
    assert ("reprocess-failed", ("airflow:tuned",)) in others
    assert all(contenders == ("airflow:tuned",) for _, contenders in others)


def test_a_correction_touches_one_day_alone(world: World) -> None:
    """Before it, the middle day has one temperature; after it, the files are as the source has them."""
    clean = {path.name: path.read_bytes() for path in world.readings.iterdir()}
    assert sorted(clean) == ["2013-02-11.csv", "2013-02-12.csv", "2013-02-13.csv"]
    corrected = TROUBLES["corrected-day"]
    corrected.begin(world)
    changed = {path.name for path in world.readings.iterdir() if path.read_bytes() != clean[path.name]}
    assert changed == {"2013-02-12.csv"}
    assert {row[1] for row in world.read_readings(world.day)} == {"30.02"}
    corrected.mend(world)
    assert {path.name: path.read_bytes() for path in world.readings.iterdir()} == clean


def test_a_late_file_is_there_in_the_end(world: World) -> None:
    """And the same as if it had never been late."""
    clean = {path.name: path.read_bytes() for path in world.readings.iterdir()}
    late = TROUBLES["late-file"]
    late.begin(world)
    assert sorted(path.name for path in world.readings.iterdir()) == ["2013-02-11.csv", "2013-02-13.csv"]
    late.mend(world)
    assert {path.name: path.read_bytes() for path in world.readings.iterdir()} == clean


def test_a_model_that_is_not_as_expected_is_not_edited(world: World) -> None:
    """A trouble that would silently change nothing is an error."""
    with pytest.raises(BenchError, match=r"city_aggregates.sql: 'no such text' is there 0 times"):
        world.edit_model("city_aggregates", "no such text", "")
