"""Every fault, on real stacks: what each runs to get over it, by the step log's counts."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.scenarios.rerun.faults import FAULTS
from records.measurement import Measurement
from report.data.read import read_results
from report.data.results import Results

BENCH = str(Path(sys.executable).with_name("bench"))
CONTENDERS = ("airflow:tuned", "dagster:tuned")
"""Each has a run of its own; they go on side by side, because here no time counts. bare is in test_contenders.py."""
ResultsOf = dict[str, Results]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> ResultsOf:
    """Each contender in each fault once, in its first way, over at most three days."""
    out = tmp_path_factory.mktemp("rerun")
    runs = {}
    for name in CONTENDERS:
        folder = out / name.replace(":", "-")
        runs[name] = folder, subprocess.Popen([BENCH, "run", *FAULTS, "--contender", name, "--out", folder])
    assert [run.wait() for _, run in runs.values()] == [0, 0]
    return {name: read_results(folder) for name, (folder, _) in runs.items()}


@pytest.fixture(params=CONTENDERS)
def contender(request: pytest.FixtureRequest) -> str:
    """Each of them in turn."""
    return str(request.param)


def measured(results: ResultsOf, fault: str, contender: str) -> Measurement:
    """The one measurement of a contender after a fault."""
    (found,) = [m for m in results[contender].measurements if m.scenario == fault]
    return found


def ran(results: ResultsOf, fault: str) -> dict[str, tuple[int, int, int]]:
    """Contender -> step executions, how many had to be, and the user's actions."""
    reruns = {name: measured(results, fault, name).rerun for name in CONTENDERS}
    return {name: (one.executed, one.needed, len(one.actions)) for name, one in reruns.items() if one}


@pytest.mark.parametrize("fault", FAULTS)
def test_tables_are_right_after_every_fault(results: ResultsOf, fault: str, contender: str) -> None:
    """They are those of a clean run, and nothing that had to run is missing."""
    measurement = measured(results, fault, contender)
    assert measurement.outcome == "completed", measurement.reason
    assert measurement.parity.identical, measurement.parity
    assert measurement.rerun
    assert measurement.rerun.missing == 0


def test_a_transient_failure_is_retried_by_the_orchestrators_alone(results: ResultsOf) -> None:
    """One step more than the seven."""
    assert ran(results, "transient-failure") == {
        "airflow:tuned": (8, 7, 1),
        "dagster:tuned": (8, 7, 1),
    }


def test_a_failed_step_is_resumed_where_it_failed(results: ResultsOf) -> None:
    """After three tries, the five steps left of one day of three are run."""
    assert ran(results, "failed-step") == {
        "airflow:tuned": (5, 5, 1),
        "dagster:tuned": (5, 5, 1),
    }
    for name in CONTENDERS:
        rerun = measured(results, "failed-step", name).rerun
        assert rerun
        assert (rerun.first_failed, rerun.first_repeated, rerun.first_went_on) == (3, 0, [])


def test_a_failed_model_is_resumed_without_its_sibling(results: ResultsOf) -> None:
    """After the fix; but each of Dagster's retries before it repeats the models of its one dbt step."""
    assert ran(results, "failed-model") == {
        "airflow:tuned": (2, 2, 1),
        "dagster:tuned": (2, 2, 1),
    }
    repeated = {name: measured(results, "failed-model", name).rerun for name in CONTENDERS}
    assert {name: one.first_repeated for name, one in repeated.items() if one} == {
        "airflow:tuned": 0,
        "dagster:tuned": 4,
    }


def test_nothing_runs_downstream_of_a_failed_test(results: ResultsOf) -> None:
    """After the repair, the tested model runs again with its tests and what depends on it; no test is left failed."""
    assert ran(results, "failed-test") == {
        "airflow:tuned": (4, 4, 1),
        "dagster:tuned": (4, 4, 1),
    }
    for name in CONTENDERS:
        rerun = measured(results, "failed-test", name).rerun
        assert rerun
        assert (rerun.first_went_on, rerun.tests_left_failed) == ([], [])


def test_a_corrected_or_late_day_runs_alone(results: ResultsOf) -> None:
    """Seven steps of one day, with one action."""
    alone = dict.fromkeys(CONTENDERS, (7, 7, 1))
    assert ran(results, "corrected-day") == alone
    assert ran(results, "late-file") == alone


def test_a_changed_model_runs_with_what_depends_on_it(results: ResultsOf) -> None:
    """The model and the report of three days are run."""
    assert ran(results, "changed-model") == {
        "airflow:tuned": (6, 6, 1),
        "dagster:tuned": (6, 6, 1),
    }


def test_all_again_runs_all_again_although_nothing_has_changed(results: ResultsOf) -> None:
    """Twenty-one steps of which none had to run."""
    assert ran(results, "nothing-changed") == dict.fromkeys(CONTENDERS, (21, 0, 1))


def test_a_day_asked_for_twice_is_run_twice_or_refused(results: ResultsOf) -> None:
    """Airflow refuses the second request; Dagster runs it, and the tables are right all the same."""
    assert ran(results, "asked-twice") == {
        "airflow:tuned": (7, 7, 2),
        "dagster:tuned": (14, 7, 2),
    }
    refused = {name: measured(results, "asked-twice", name).rerun for name in CONTENDERS}
    assert {name: len(one.refused) for name, one in refused.items() if one} == {
        "airflow:tuned": 1,
        "dagster:tuned": 0,
    }
