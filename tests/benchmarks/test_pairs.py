"""One contender of each pair, beside the tuned ones that every run has: the others are in tests/long."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.stacks.registry import contenders
from records.measurement import Measurement
from report.data.read import read_results

STEPS = 7
OF_PAIR = {
    "as installed": "airflow:stock",
    "warm workers": "dagster:celery",
    "dbt in process": "airflow:dbt-task",
    "many days": "dagster:batched",
}


def test_every_pair_has_a_contender_of_both_tools() -> None:
    """And the one that is measured here is of it."""
    of = {pair: {one.stack for one in contenders() if pair in one.pairs} for one in contenders() for pair in one.pairs}
    assert all(stacks == {"airflow", "dagster"} for stacks in of.values())
    assert OF_PAIR.keys() | {"no broker"} <= of.keys()
    pairs = {one.name: one.pairs for one in contenders()}
    assert all(pair in pairs[name] for pair, name in OF_PAIR.items())


@pytest.fixture(name="measured")
def fixture_measured(start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path) -> Callable[..., list[Measurement]]:
    """Measures one round of a day, without a warm-up."""

    def measured(*asked: str) -> list[Measurement]:
        few = ("--days", "1", "--rounds", "1", "--warm-ups", "0")
        run = start("run", "backfill", *asked, *few, "--out", str(tmp_path / "out"))
        _, told = run.communicate()
        assert run.returncode == 0, told
        return read_results(tmp_path / "out").measurements

    return measured


def test_one_contender_of_each_pair_leaves_the_tables_of_bare(measured: Callable[..., list[Measurement]]) -> None:
    """Every step once; dbt parses the whole project in stock alone."""
    names = [*OF_PAIR.values(), "airflow:partitioned"]
    found = measured(*(word for name in names for word in ("--contender", name)))
    assert {m.contender for m in found} == set(names)
    for m in found:
        assert (m.steps.expected, m.steps.done, m.steps.failed, m.steps.repeated) == (STEPS, STEPS, 0, 0)
        assert m.parity.identical
        assert (m.dbt_full_parses == 0) == (m.contender != "airflow:stock")


def test_runs_that_are_launched_at_once_wait_for_no_daemon(measured: Callable[..., list[Measurement]]) -> None:
    """A backfill of Dagster's waits for its daemon's turn, which is recorded; the tables are the same."""
    found = measured("--profile", "pairs", "--contender", "dagster:tuned")
    assert all(m.parity.identical for m in found)
    assert {m.case.launched_as: m.clocks.turn_wait_s is not None for m in found} == {None: True, "runs": False}
