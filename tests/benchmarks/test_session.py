"""What every measurement does around its timed call."""

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from benchmarks.measuring.baseline import Baseline
from benchmarks.measuring.plan_file import make_plan
from benchmarks.measuring.schedule import items
from benchmarks.measuring.session import Measuring
from benchmarks.scenarios.asking import Wish, asks, plan_of
from benchmarks.scenarios.backfill.measure import waits_for_record
from benchmarks.scenarios.registry import scenarios


@pytest.mark.parametrize("profile", ["quick", "standard"])
def test_a_backfills_own_record_is_waited_for_once_per_stack(profile: str, tmp_path: Path) -> None:
    """In a round of the main case, however many configurations and cases there are."""
    cases, entries = plan_of(asks(profile, Wish()), lambda _: date(2013, 1, 1), "packaged")
    recorded = [one.recorded() for one in scenarios().values()]
    plan = make_plan(profile=profile, command="", cases=cases, entries=entries, scenarios=recorded)
    every = [Measuring(plan, item, tmp_path, tmp_path, Baseline(tmp_path)) for item in items(plan)]
    waiting = [one.item for one in every if waits_for_record(one)]
    assert Counter(item.contender.stack for item in waiting) == {"bare": 1, "airflow": 1, "dagster": 1}
    assert {(item.scenario, item.case.name, item.warm_up) for item in waiting} == {("backfill", cases[0].name, False)}


def test_a_measurement_does_without_pandas() -> None:
    """It takes longer to import than the rest, once a measurement; only tables that differ need it."""
    code = "import benchmarks.scenarios.backfill.measure, sys; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
