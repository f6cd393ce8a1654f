"""The tools whose tests are compared: every stack with a suite."""

from functools import cache
from pathlib import Path

from benchmarks.deployment import environments
from benchmarks.stacks import registry
from benchmarks.stacks.suite import Suite


@cache
def suites() -> dict[str, Suite]:
    """Tool -> its suite, in the order of the tables."""
    return {one.name: one.suite for one in registry.tools() if one.suite}


def python(tool: str) -> Path:
    """The interpreter of the environment that the tool's tests run in."""
    return environments.python(f"{tool}-test")
