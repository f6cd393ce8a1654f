"""Retries: that they are configured, and that they happen."""

from collections.abc import Callable
from datetime import timedelta

import dagster as dg
import pytest

Query = Callable[..., list[tuple[object, ...]]]
Execute = Callable[..., int]


def test_every_step_is_tried_three_times(defs: dg.Definitions) -> None:
    """A passing trouble of the warehouse does not need a person, in any step."""
    steps = [defs.resolve_assets_def(key) for key in defs.resolve_asset_graph().executable_asset_keys]
    policies = [step.op.retry_policy or dg.RetryPolicy(max_retries=0, delay=0) for step in steps]
    tries = {(policy.max_retries, timedelta(seconds=policy.delay or 0)) for policy in policies}
    assert tries == {(2, timedelta(seconds=10))}


@pytest.mark.usefixtures("no_waiting")
def test_a_step_that_fails_once_is_tried_again(run_day: Callable[[str], bool], execute: Execute, query: Query) -> None:
    """The second try works, and the run goes on."""
    execute("insert into etl.faults values ('validated_readings', '2013-02-12', 1)")
    assert run_day("2013-02-12")
    tried = "select step, attempt, outcome from etl.step_log where step in ('validated_readings', 'weather_report')"
    assert query(f"{tried} order by id") == [
        ("validated_readings", 1, "failed"),
        ("validated_readings", 2, "done"),
        ("weather_report", 1, "done"),
    ]
