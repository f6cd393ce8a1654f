"""The stacks that there are: every folder beside this file with a ``spec.py`` that has a SPEC."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import benchmarks.stacks
from benchmarks.errors import BenchError
from benchmarks.stacks.spec import Contender, StackSpec


@cache
def specs() -> dict[str, StackSpec]:
    """Every stack by its name: the control first, then the tools in the order of their names."""
    folders = [found.name for found in iter_modules(benchmarks.stacks.__path__) if found.ispkg]
    known = sorted(map(_spec_in, folders), key=lambda one: (not one.is_control, one.name))
    return {one.name: one for one in known}


def _spec_in(folder: str) -> StackSpec:
    """The folder's SPEC; raises BenchError, with its file, where it has none or its contenders are another's."""
    file = f"benchmarks/stacks/{folder}/spec.py"
    found = getattr(import_module(f"benchmarks.stacks.{folder}.spec"), "SPEC", None)
    if not isinstance(found, StackSpec):
        raise BenchError(f"{file}: has no SPEC, which is a StackSpec")
    for one in (*found.contenders, *found.deployed):
        if one.stack != found.name:
            raise BenchError(f"{file}: the contender {one.name} is of the stack {one.stack!r}, and not {found.name!r}")
    return found


def spec(name: str) -> StackSpec:
    """The stack of that name; raises BenchError for one that is not known."""
    if name not in specs():
        raise BenchError(f"{name}: no such stack; take {', '.join(specs())}")
    return specs()[name]


def control() -> StackSpec:
    """What the others are compared with."""
    return next(one for one in specs().values() if one.is_control)


def tools() -> list[StackSpec]:
    """All but the control."""
    return [one for one in specs().values() if not one.is_control]


def contenders() -> list[Contender]:
    """All that the harness starts itself, stack by stack."""
    return [one for stack in specs().values() for one in stack.contenders]


def deployed() -> list[Contender]:
    """All that are up already, as somebody else has configured them."""
    return [one for stack in specs().values() for one in stack.deployed]


def contender(name: str) -> Contender:
    """The contender of that name; a stack's name alone means its default.

    Raises BenchError for a name that is not known.
    """
    full = (specs()[name].default or specs()[name].contenders[0].name) if name in specs() else name
    for known in (*contenders(), *deployed()):
        if known.name == full:
            return known
    raise BenchError(f"--contender {name}: not known; take {', '.join(known.name for known in contenders())}")


def reference(stacks: Iterable[str]) -> str | None:
    """The tool among the stacks that ratios between tools are to: the one that says so, or else the last."""
    known = [specs()[name] for name in specs() if name in set(stacks) and not specs()[name].is_control]
    chosen = [one for one in known if one.is_reference] or known[-1:]
    return chosen[0].name if chosen else None
