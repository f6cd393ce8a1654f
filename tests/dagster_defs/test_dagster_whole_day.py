"""The whole pipeline for one day."""

import os
from collections.abc import Callable
from pathlib import Path

from shared_etl.warehouse import Warehouse

Query = Callable[..., list[tuple[object, ...]]]
Tables = dict[str, list[tuple[object, ...]]]


def test_a_day_is_what_plain_python_makes_of_it(
    run_day: Callable[[str], bool],
    warehouse: Warehouse,
    control: Callable[..., Warehouse],
    tables: Callable[[Warehouse], Tables],
    step_log: Callable[[Warehouse], list[tuple[object, ...]]],
    query: Query,
) -> None:
    """A run leaves the tables that plain Python leaves, having run each step once, and a report; so does a second."""
    assert run_day("2013-02-12")
    plain, made = control("2013-02-12"), tables(warehouse)
    assert made == tables(plain)
    assert len(made["marts.city_aggregates"]) == 2
    assert step_log(warehouse) == step_log(plain)
    report = Path(os.environ["WEATHER_REPORTS"]) / "2013-02-12"
    assert {path.suffix for path in report.iterdir()} == {".csv", ".png"}
    assert run_day("2013-02-12")
    assert tables(warehouse) == made
    steps = query("select step, array_agg(outcome order by id) from etl.step_log where kind != 'dbt test' group by 1")
    assert len(steps) == 7
    assert all(outcomes == ["done", "done"] for _, outcomes in steps)
