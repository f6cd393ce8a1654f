"""The stacks that there are, as their folders say."""

import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

import benchmarks.stacks
from benchmarks.deployment.environments import PROJECT
from benchmarks.errors import BenchError
from benchmarks.stacks import registry
from benchmarks.stacks.environment import clean_environment

HEAVY = ("airflow_client", "docker", "httpx", "pandas", "yaml")


def test_every_folder_with_a_spec_is_a_stack_the_control_first() -> None:
    """Then the tools in the order of their names: the order of every table."""
    folders = sorted(found.parent.name for found in (PROJECT / "benchmarks" / "stacks").glob("*/spec.py"))
    control, *tools = registry.specs()
    assert sorted([control, *tools]) == folders
    assert registry.control().name == control
    assert [one.name for one in registry.tools()] == tools == sorted(tools)


def test_contenders_are_filed_under_their_stack() -> None:
    """By names that no two share, with all that a plan records of them."""
    every = [*registry.contenders(), *registry.deployed()]
    assert len({one.name for one in every}) == len({one.slug for one in every}) == len(every)
    for one in every:
        assert one.name.partition(":")[0] == one.stack
        assert one.label.startswith(registry.spec(one.stack).label)
        assert one.recorded().about
    assert [one.name for one in every if one.kind == "control"] == [registry.control().name]


def test_a_contender_runs_in_its_stacks_environment_or_in_the_one_that_it_names() -> None:
    """An environment that only some contenders need has their dependency group's name."""
    found = {one.name: registry.spec(one.stack).environment_of(one) for one in registry.contenders()}
    assert {name: own for name, own in found.items() if own != name.partition(":")[0]} == {
        one.name: f"{one.stack}-celery" for one in registry.contenders() if one.celery
    }
    made = {name: group for one in registry.specs().values() for name, group in one.environments().items()}
    assert set(found.values()) == set(made)
    assert {name: group for name, group in made.items() if name != group} == {"bare": None}
    groups = tomllib.loads((PROJECT / "pyproject.toml").read_text())["dependency-groups"]
    assert set(filter(None, made.values())) <= set(groups)


def test_contenders_with_a_celery_worker_come_in_pairs_alike_but_for_the_tool() -> None:
    """Warm workers on both, and cold ones on both; of one tool they differ in what is imported before."""
    of = {one.name: one for one in registry.contenders() if one.celery}
    for stack in ("airflow", "dagster"):
        warm, cold = of[f"{stack}:celery"], of[f"{stack}:celery-cold"]
        assert (warm.workers, cold.workers) == ("warm", "cold")
        assert warm.celery
        assert warm.celery.preload
        assert cold.celery == replace(warm.celery, preload="")
        assert (warm.pipeline, warm.environment, warm.dbt) == (cold.pipeline, cold.environment, cold.dbt)
    airflow, equal, dagster = (of[name].celery for name in ("airflow:celery", "airflow:celery-equal", "dagster:celery"))
    assert airflow
    assert dagster
    assert equal == replace(airflow, processes_per_day=dagster.processes_per_day)


def test_a_tools_name_alone_means_its_tuned_contender() -> None:
    """And the control's name means itself."""
    assert {one.name: registry.contender(one.name).kind for one in registry.tools()} == {
        one.name: "tuned" for one in registry.tools()
    }
    assert registry.contender(registry.control().name).kind == "control"


@pytest.mark.parametrize("name", ["airflow:fast", "unheard-of", ""])
def test_a_contender_that_is_not_known_is_refused_with_those_that_are(name: str) -> None:
    with pytest.raises(BenchError, match=f"--contender {name}: not known; take bare, bare:range, airflow:stock"):
        registry.contender(name)


def test_a_stack_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(BenchError, match=f"unheard-of: no such stack; take {', '.join(registry.specs())}"):
        registry.spec("unheard-of")


@pytest.mark.parametrize(
    ("stacks", "reference"),
    [(["bare", "airflow", "dagster"], "dagster"), (["bare", "airflow"], "airflow"), (["bare"], None)],
)
def test_ratios_are_to_the_reference_among_the_tools_that_there_are(stacks: list[str], reference: str | None) -> None:
    """The one that says so, or else the last; the control is none."""
    assert registry.reference(stacks) == reference


def test_a_specs_own_imports_are_cheap() -> None:
    """A command's help needs names alone: no stack's driver is loaded for it."""
    code = f"""
import sys
from benchmarks.stacks import registry
registry.specs()
print(*sorted({set(HEAVY)!r} & sys.modules.keys()), *(name for name in sys.modules if name.endswith("driver")))
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


def test_nothing_of_a_users_own_installation_reaches_a_service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of no stack: each names how its variables begin."""
    astray = ["AIRFLOW_HOME", "DAGSTER_HOME", "DBT_PROFILES_DIR", "PGHOST", "PYTHONPATH", "WAREHOUSE_HOST"]
    for name in astray:
        monkeypatch.setenv(name, "the user's")
    found = clean_environment(tmp_path)
    assert not set(astray) & set(found)
    assert found["HOME"] == str(tmp_path)


BROKEN = {
    "": "benchmarks/stacks/oddly/spec.py: has no SPEC",
    "SPEC = 'odd'": "benchmarks/stacks/oddly/spec.py: has no SPEC",
    """
from dataclasses import replace
from benchmarks.stacks.bare.spec import SPEC as bare
SPEC = replace(bare, name="oddly")
""": "benchmarks/stacks/oddly/spec.py: the contender bare is of the stack 'bare', and not 'oddly'",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_stack_that_is_not_whole_is_told_with_its_file(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever adds one: nothing else of the harness goes on without it."""
    (tmp_path / "oddly").mkdir()
    (tmp_path / "oddly" / "__init__.py").touch()
    (tmp_path / "oddly" / "spec.py").write_text(text)
    monkeypatch.setattr(benchmarks.stacks, "__path__", [*benchmarks.stacks.__path__, str(tmp_path)])
    registry.specs.cache_clear()
    try:
        with pytest.raises(BenchError, match=re.escape(BROKEN[text])):
            registry.specs()
    finally:
        registry.specs.cache_clear()
        for name in ("benchmarks.stacks.oddly", "benchmarks.stacks.oddly.spec"):
            sys.modules.pop(name, None)
