"""dbt's command line with a short answer to --version."""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import dagster as dg
import pytest

from dagster_defs import offline_dbt

Query = Callable[..., list[tuple[object, ...]]]
Run = Callable[..., dg.ExecuteInProcessResult]

COMMAND = Path(offline_dbt.__file__)


def test_it_says_its_version() -> None:
    """The version of dbt is all that it says."""
    answer = subprocess.run([sys.executable, COMMAND, "--version"], check=True, capture_output=True, text=True)
    assert (answer.stdout, answer.stderr) == (f"{version('dbt-core')}\n", "")


def test_the_assets_can_be_built_with_it(run: Run, query: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    """As DBT_EXECUTABLE it does all that dbt does: every model and test of the day."""
    monkeypatch.setenv("DBT_EXECUTABLE", str(COMMAND))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)  # it takes the python on PATH

    result = run("2013-02-12")

    assert result.success
    assert len(result.get_asset_check_evaluations()) == 23
    assert query("select count(*) from etl.step_log where outcome = 'done' and kind like 'dbt %'") == [(3 + 23,)]
