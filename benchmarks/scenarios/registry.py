"""The scenarios that there are: every folder beside this file with a ``family.py`` that has a FAMILY."""

from collections.abc import Collection, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import benchmarks.scenarios
from benchmarks.errors import BenchError
from benchmarks.measuring.scenario import Family, Profile, Scenario


@cache
def families() -> tuple[Family, ...]:
    """Every scenario family, in their order."""
    found = [_family_in(folder.name) for folder in iter_modules(benchmarks.scenarios.__path__) if folder.ispkg]
    return tuple(sorted(found, key=lambda family: family.order))


def _family_in(folder: str) -> Family:
    """The folder's FAMILY; raises BenchError, with its file, where it has none or a driver of it is not there."""
    file = f"benchmarks/scenarios/{folder}/family.py"
    found = getattr(import_module(f"benchmarks.scenarios.{folder}.family"), "FAMILY", None)
    if not isinstance(found, Family):
        raise BenchError(f"{file}: has no FAMILY, which is a Family")
    for one in found.scenarios:
        for driver in filter(None, (one.driver, one.attached_driver)):
            if not driver.is_file():
                raise BenchError(f"{file}: the driver of {one.name}, {driver}, is not there")
    return found


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Every scenario by its name, family by family; raises BenchError where two have the same name."""
    found: dict[str, Scenario] = {}
    for one in (one for family in families() for one in family.scenarios):
        if one.name in found:
            raise BenchError(f"the families {found[one.name].family} and {one.family} both have a scenario {one.name}")
        if one.name in {family.name for family in families()}:
            raise BenchError(f"the scenario {one.name} of {one.family} has a family's name; 'bench run' takes either")
        found[one.name] = one
    return found


def named(names: Collection[str]) -> tuple[str, ...]:
    """Names of scenarios and of families, a family's as all of its scenarios'.

    Raises BenchError for one that is neither.
    """
    of_family = {family.name: [one.name for one in family.scenarios] for family in families()}
    known = {**{name: [name] for name in scenarios()}, **of_family}
    for name in names:
        if name not in known:
            raise BenchError(f"{name}: no scenario and no family; take one of {', '.join(known)}")
    return tuple(dict.fromkeys(each for name in names for each in known[name]))


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
