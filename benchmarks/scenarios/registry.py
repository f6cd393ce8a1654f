"""The scenarios that there are: every folder beside this file with a ``family.py`` that has a FAMILY."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import benchmarks.scenarios
from benchmarks.errors import BenchError
from benchmarks.measuring.scenario import Family, Profile, Scenario


@cache
def families() -> tuple[Family, ...]:
    """Every scenario family, in the order of their names."""
    folders = [found.name for found in iter_modules(benchmarks.scenarios.__path__) if found.ispkg]
    return tuple(import_module(f"benchmarks.scenarios.{folder}.family").FAMILY for folder in folders)


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Every scenario by its name, family by family."""
    return {one.name: one for family in families() for one in family.scenarios}


def scenario(name: str) -> Scenario:
    """The scenario of that name; raises BenchError for one that is not known."""
    if name not in scenarios():
        raise BenchError(f"scenario {name}: not known; take {', '.join(scenarios())}")
    return scenarios()[name]


@cache
def profiles() -> Mapping[str, Profile]:
    """Every profile by its name: what all families measure in it, those of the first family first."""
    found: dict[str, Profile] = {}
    for family in families():
        for name, profile in family.profiles.items():
            before = found.get(name, Profile("", ()))
            found[name] = Profile(before.about or profile.about, before.asks + profile.asks)
    return found
