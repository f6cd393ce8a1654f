"""One contender of each pair, beside the tuned ones that every run has: the others are in tests/long."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from benchmarks.stacks.registry import contenders
from report.data.read import read_results

STEPS = 7
# Those of two pairs share an environment: making another one takes as long as measuring in it.
OF_PAIR = {
    "as installed": "airflow:stock",
    "warm workers": "airflow:celery",
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


def test_one_contender_of_each_pair_leaves_the_tables_of_bare(
    start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    """A day, every step once; dbt parses its whole project in none but stock."""
    named = [word for name in OF_PAIR.values() for word in ("--contender", name)]
    few = ("--days", "1", "--rounds", "1", "--warm-ups", "0")
    run = start("run", "backfill", *named, *few, "--out", str(tmp_path / "out"))
    _, told = run.communicate()
    assert run.returncode == 0, told
    found = read_results(tmp_path / "out").measurements
    assert {m.contender for m in found} == set(OF_PAIR.values())
    for m in found:
        assert (m.steps.expected, m.steps.done, m.steps.failed, m.steps.repeated) == (STEPS, STEPS, 0, 0)
        assert m.parity.identical
        assert m.dbt_full_parses == 0 or m.contender == "airflow:stock"
