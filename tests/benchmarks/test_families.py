"""The scenario families that there are, as their folders say."""

import re
import sys
from pathlib import Path

import pytest

import benchmarks.scenarios
from benchmarks.errors import BenchError
from benchmarks.scenarios import registry

BROKEN = {
    "": "benchmarks/scenarios/oddly/family.py: has no FAMILY",
    """
from pathlib import Path
from benchmarks.measuring.scenario import Family, Scenario
FAMILY = Family(5, "oddly", "odd ones", (Scenario("odd", "oddly", "odd", Path("nowhere.py")),), {})
""": "benchmarks/scenarios/oddly/family.py: the driver of odd, nowhere.py, is not there",
    """
from dataclasses import replace
from benchmarks.scenarios.rerun.family import FAMILY as rerun
first = replace(rerun.scenarios[0], family="oddly")
FAMILY = replace(rerun, order=5, name="oddly", scenarios=(first,))
""": "the families oddly and rerun both have a scenario transient-failure",
}


def test_every_scenario_is_of_the_family_that_names_it() -> None:
    """And in no other: chapters and profiles find it by that name."""
    assert {family.name for family in registry.families()} >= {"backfills", "rerun"}
    assert all(one.family == family.name for family in registry.families() for one in family.scenarios)


@pytest.mark.parametrize("profile", ["quick", "standard", "full"])
def test_the_main_case_of_a_profile_with_backfills_is_one(profile: str) -> None:
    """Whatever other families measure in it."""
    assert registry.profiles()[profile].asks[0].scenario == "backfill"


@pytest.mark.parametrize("text", BROKEN)
def test_a_family_that_is_not_whole_is_told_with_its_file(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is measured."""
    (tmp_path / "oddly").mkdir()
    (tmp_path / "oddly" / "__init__.py").touch()
    (tmp_path / "oddly" / "family.py").write_text(text)
    monkeypatch.setattr(benchmarks.scenarios, "__path__", [str(tmp_path), *benchmarks.scenarios.__path__])
    caches = (registry.families, registry.scenarios, registry.profiles)
    for cache in caches:
        cache.cache_clear()
    try:
        with pytest.raises(BenchError, match=re.escape(BROKEN[text])):
            registry.scenarios()
    finally:
        for cache in caches:
            cache.cache_clear()
        for name in ("benchmarks.scenarios.oddly", "benchmarks.scenarios.oddly.family"):
            sys.modules.pop(name, None)
