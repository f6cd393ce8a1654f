"""The environment variables that a stack's processes begin with."""

from pathlib import Path

from benchmarks.deployment import variables
from benchmarks.stacks.registry import specs

_ASTRAY = ("DBT_", "WAREHOUSE_", "WEATHER_")
"""How variables begin that lead the core or a test astray; a stack's spec has those of its own."""


def clean_environment(home: Path) -> dict[str, str]:
    """This process's environment without what would lead a service into the user's own files or virtualenv."""
    astray = (*_ASTRAY, *(prefix for stack in specs().values() for prefix in stack.variables))
    ours = {key: value for key, value in variables.ours().items() if not key.startswith(astray)}
    return ours | {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "DO_NOT_TRACK": "1", "SCARF_NO_ANALYTICS": "1"}
