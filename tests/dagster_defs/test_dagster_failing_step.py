"""A step that fails."""

from collections.abc import Callable

import pytest

Query = Callable[..., list[tuple[object, ...]]]
Execute = Callable[..., int]


@pytest.mark.usefixtures("no_waiting")
def test_a_failing_step_stops_what_depends_on_it(
    run_day: Callable[[str], bool], execute: Execute, query: Query
) -> None:
    """What comes before it is done; nothing that comes after it is run."""
    execute("insert into etl.faults values ('validated_readings', '2013-02-12', null)")
    assert not run_day("2013-02-12")
    assert query("select distinct on (step) step, outcome from etl.step_log order by step, id desc") == [
        ("cleaned_weather_data", "done"),
        ("raw_weather_data", "done"),
        ("validated_readings", "failed"),
    ]
