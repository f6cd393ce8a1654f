"""The pipeline that is all orchestration."""

import subprocess
import sys
from pathlib import Path

from shared_etl import bare, nothing
from shared_etl.days import Days
from shared_etl.sources import source_from
from shared_etl.warehouse import Warehouse

from .conftest import TABLES, Query


def test_nothing_leaves_a_row_in_the_step_log_and_nothing_else(warehouse: Warehouse, query: Query) -> None:
    """Each step of each day is logged once, and no table holds a row."""
    nothing.main("2013-01-01", "2013-01-03")
    logged = query("select count(*), count(distinct (step, partition_start)) from etl.step_log where outcome = 'done'")
    assert logged == [(3 * len(nothing.STEPS), 3 * len(nothing.STEPS))]
    assert [query(f"select count(*) from {table}")[0][0] for table in TABLES] == [0] * len(TABLES)


def test_nothing_takes_a_range_in_one_go(warehouse: Warehouse, query: Query) -> None:
    """As the pipeline itself does."""
    nothing.main("2013-01-01", "2013-01-03", "--as-range")
    assert query("select count(*), max(partition_end - partition_start) from etl.step_log") == [(len(nothing.STEPS), 2)]


def test_nothing_has_the_steps_of_the_pipeline(warehouse: Warehouse, query: Query, tmp_path: Path) -> None:
    """The same names as the steps that work."""
    bare.run(Days.parse("2013-02-11"), warehouse, source_from("packaged"), tmp_path)
    worked = query("select step from etl.step_log where kind != 'dbt test'")
    assert {step for (step,) in worked} == set(nothing.STEPS)


def test_nothing_imports_neither_pandas_nor_dbt() -> None:
    """What such a run costs is not the cost of what it does not use."""
    code = "import sys, shared_etl.nothing; print([name for name in ('pandas', 'dbt') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
