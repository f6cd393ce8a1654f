"""Every fault as `bench run` measures it, each on a stack and a warehouse of its own."""

import subprocess
from pathlib import Path

import pytest

from benchmarks.scenarios.rerun.faults import FAULTS
from report.data.read import read_results

from ..benchmarks.conftest import bench
from ..benchmarks.recoveries import CONTENDERS, Recovered, RecoveredOf, Recoveries


@pytest.fixture(scope="module")
def recovered(tmp_path_factory: pytest.TempPathFactory) -> RecoveredOf:
    """Each contender in each fault once, in its first way; they go on side by side: here no time counts."""
    out = tmp_path_factory.mktemp("rerun")
    folders = {name: out / name.replace(":", "-") for name in CONTENDERS}
    runs = [
        subprocess.Popen(bench("run", "rerun", "--contender", name, "--out", str(folder)))
        for name, folder in folders.items()
    ]
    assert [run.wait() for run in runs] == [0, 0]
    return {key: one for name, folder in folders.items() for key, one in _recovered(name, folder).items()}


class TestApart(Recoveries):
    """Over three days, where a fault is about many."""

    days = dict.fromkeys(FAULTS, 3)


def _recovered(contender: str, folder: Path) -> RecoveredOf:
    found: RecoveredOf = {}
    for one in read_results(folder).measurements:
        assert one.rerun
        found[contender, one.scenario] = Recovered(one.rerun, one.parity, one.reason)
    assert [fault for _, fault in found] == list(FAULTS)
    return found
