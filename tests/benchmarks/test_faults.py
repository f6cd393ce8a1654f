"""The faults, and that every contender's users have a way to recover from each."""

from pathlib import Path

import pytest

from benchmarks.deployment.postgres import Postgres
from benchmarks.errors import BenchError
from benchmarks.scenarios.asking import Wish, asks
from benchmarks.scenarios.registry import scenarios
from benchmarks.scenarios.rerun.family import ways
from benchmarks.scenarios.rerun.faults import FAULTS
from benchmarks.scenarios.rerun.sandbox import Sandbox
from benchmarks.stacks.registry import contenders
from shared_etl.days import Days

THREE = Days.parse("2013-02-11", "2013-02-13")


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    """A sandbox without a server: its files alone."""
    made = Sandbox(tmp_path / "sandbox", Postgres("nowhere", 0, tmp_path / "log"), THREE)
    made.make("packaged")
    return made


def test_every_fault_is_a_scenario_of_the_family() -> None:
    """By name and in the same order: the command line names them, and the report finds them by their family."""
    assert [one.name for one in scenarios().values() if one.family == "rerun"] == list(FAULTS)


def test_every_contender_has_a_way_to_recover_from_every_fault() -> None:
    """And the profile measures each usual contender in its first: not those behind a broker."""
    firsts = {(a.scenario, name) for a in asks("rerun", Wish()) if a.recovery is None for name in a.contenders}
    measured = {one.name for one in contenders() if not one.seldom and one.celery is None}
    assert firsts == {(fault, name) for fault in FAULTS for name in measured}
    for fault in FAULTS:
        for one in contenders():
            assert ways(fault, one)


def test_a_way_is_asked_only_of_those_who_have_it() -> None:
    """Whoever the user names."""
    asked = asks("rerun", Wish(contenders=("bare", "airflow:tuned")))
    others = {(ask.recovery, ask.contenders) for ask in asked if ask.recovery}
    assert ("reprocess-failed", ("airflow:tuned",)) in others
    assert all(contenders == ("airflow:tuned",) for _, contenders in others)


def test_a_correction_touches_one_day_alone(sandbox: Sandbox) -> None:
    """Before it, the middle day has one temperature; after it, the files are as the source has them."""
    clean = {path.name: path.read_bytes() for path in sandbox.readings.iterdir()}
    assert sorted(clean) == ["2013-02-11.csv", "2013-02-12.csv", "2013-02-13.csv"]
    corrected = FAULTS["corrected-day"]
    corrected.begin(sandbox)
    changed = {path.name for path in sandbox.readings.iterdir() if path.read_bytes() != clean[path.name]}
    assert changed == {"2013-02-12.csv"}
    assert {row[1] for row in sandbox.read_readings(sandbox.day)} == {"30.02"}
    corrected.mend(sandbox)
    assert {path.name: path.read_bytes() for path in sandbox.readings.iterdir()} == clean


def test_a_late_file_is_there_in_the_end(sandbox: Sandbox) -> None:
    """And the same as if it had never been late."""
    clean = {path.name: path.read_bytes() for path in sandbox.readings.iterdir()}
    late = FAULTS["late-file"]
    late.begin(sandbox)
    assert sorted(path.name for path in sandbox.readings.iterdir()) == ["2013-02-11.csv", "2013-02-13.csv"]
    late.mend(sandbox)
    assert {path.name: path.read_bytes() for path in sandbox.readings.iterdir()} == clean


def test_a_model_that_is_not_as_expected_is_not_edited(sandbox: Sandbox) -> None:
    """A fault that would silently change nothing is an error."""
    with pytest.raises(BenchError, match=r"city_aggregates.sql: 'no such text' is there 0 times"):
        sandbox.edit_model("city_aggregates", "no such text", "")
