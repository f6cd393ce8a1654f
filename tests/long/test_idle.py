"""Deployments that have nothing to do, with their schedules on."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from report.data.read import read_results

from ..benchmarks.conftest import start as start  # noqa: PLC0414 (a fixture is found by its name here)
from ..benchmarks.conftest import temporary as temporary  # noqa: PLC0414

CONTENDERS = ("bare", "airflow:tuned", "dagster:tuned")


def test_what_an_idle_deployment_asks_and_holds_is_counted(
    start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    """Both tools look at their databases all the time, bare never; no day was run that was asked for."""
    named = [word for name in CONTENDERS for word in ("--contender", name)]
    out = tmp_path / "out"
    run = start("run", "idle", *named, "--minutes", "0.5", "--out", str(out))
    _, told = run.communicate()
    assert run.returncode == 0, told
    found = {m.contender: m for m in read_results(out).measurements}
    assert set(found) == set(CONTENDERS)
    assert all(m.parity.identical and m.steps.expected == 0 for m in found.values())
    idle = {name: m.idle for name, m in found.items()}
    bare, airflow, dagster = (idle[name] for name in CONTENDERS)
    assert bare
    assert airflow
    assert dagster
    assert (bare.transactions, bare.statements) == (0, 0)
    for one in (airflow, dagster):
        # A connection begins with a transaction of its own, whatever it asks then: neither count is above the other.
        assert one.statements > 0
        assert one.transactions > 0
        assert one.processes > bare.processes
    assert {"scheduler", "triggerer", "dag-processor", "api-server"} <= (airflow.pss_bytes_by_role or {}).keys()
    assert {"daemon", "webserver", "code server"} <= (dagster.pss_bytes_by_role or {}).keys()
