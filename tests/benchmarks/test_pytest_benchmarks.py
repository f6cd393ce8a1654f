"""`pytest benchmarks`, as users of pytest-benchmark run it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.deployment.environments import PROJECT
from benchmarks.errors import BenchError
from benchmarks.measuring.schedule import Item
from benchmarks.scenarios.registry import profiles
from benchmarks.selected import Selected, plan_of_selected
from records.measurement import Measurement
from records.names import REFERENCES

PYTEST = Path(sys.executable).with_name("pytest")


def pytest_(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in the project's folder; nothing of the pytest around it reaches it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [PYTEST, "benchmarks", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=clean, capture_output=True, text=True, check=False)


def collected(*arguments: str) -> list[str]:
    """The ids of the benchmarks."""
    found = pytest_("--collect-only", "-q", *arguments)
    assert found.returncode == 0, found.stdout + found.stderr
    return [line.rpartition("::")[2] for line in found.stdout.splitlines() if "::" in line]


def test_the_quick_profiles_cases_are_collected() -> None:
    """Each contender in each case, named as results are; the core's own speed is apart."""
    contenders = ("bare", "airflow-tuned", "airflow-no-preload", "dagster-tuned")
    assert collected() == [f"backfill[3-days-2-at-once-{contender}]" for contender in contenders]


@pytest.mark.parametrize("profile", [name for name in profiles() if name not in ("quick", *REFERENCES)] + ["tuned"])
def test_another_profiles_cases_are_collected(profile: str) -> None:
    """All of its scenarios, and no benchmark without a case."""
    found = collected("--profile", profile)
    assert {one.partition("[")[0] for one in found} == {ask.scenario for ask in profiles()[profile].asks}
    assert not [one for one in found if "NOTSET" in one]
    assert len(found) == len(set(found))


def test_a_profile_that_is_not_known_is_named() -> None:
    """With those that there are."""
    found = pytest_("--profile", "huge")
    assert found.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"--profile huge: not known; take {', '.join(profiles())}" in found.stderr


def test_what_is_selected_is_measured_and_compared(tmp_path: Path) -> None:
    """With its rounds as pytest-benchmark's own, the whole measurements beside them; its own tools read the file."""
    file = tmp_path / "bare.json"
    done = pytest_("-k", "bare", f"--benchmark-json={file}")
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = json.loads(file.read_text())["benchmarks"]
    assert (found["name"], found["group"]) == ("backfill[3-days-2-at-once-bare]", "backfill 3-days-2-at-once")
    (ask,) = (ask for ask in profiles()["quick"].asks if "bare" in ask.contenders)
    *warm_ups, first, second = found["extra_info"]["measurements"]
    assert (len(warm_ups), found["stats"]["rounds"]) == (ask.warm_ups, ask.rounds)
    assert all(one["parity"]["identical"] for one in (*warm_ups, first, second))
    walls = [one["clocks"]["control_plane_done_s"] for one in (first, second)]
    assert found["stats"]["data"] == pytest.approx(walls)
    again = shutil.copy(file, tmp_path / "again.json")
    compared = subprocess.run(
        [Path(sys.executable).with_name("pytest-benchmark"), "compare", file, again],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert compared.returncode == 0, compared.stderr
    assert compared.stdout.count("backfill[3-days-2-at-once-bare]") == 2, compared.stdout


def test_a_round_that_fails_fails_its_benchmark_with_the_reason() -> None:
    """It is worth no number."""
    plan = plan_of_selected("quick", {("backfill", "3-days-2-at-once-bare")})

    def measure(item: Item) -> Measurement:
        raise BenchError(f"no service of {item.contender.name} came up")

    with pytest.raises(pytest.fail.Exception, match="warm-up1: no service of bare came up"):
        next(Selected(plan, measure).rounds(plan.entries[0]))
