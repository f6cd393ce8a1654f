"""How often dbt parsed the whole project, by its own logs."""

from pathlib import Path

import pytest

from benchmarks.metering.dbt_logs import full_parses
from shared_etl import dbt


def test_a_full_parse_is_counted_and_a_partial_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first parse is of all files, the next finds what it has parsed, and other variables make that void."""
    logs = tmp_path / "logs"
    monkeypatch.setenv("DBT_LOG_PATH", str(logs))
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    counts = []
    for more in ((), (), ("--vars", "{start_date: 2013-02-12}")):
        dbt.dbt("parse", *more)
        counts.append(full_parses(tmp_path))
    assert counts == [1, 1, 2]
