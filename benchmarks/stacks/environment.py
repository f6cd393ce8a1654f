"""The environment variables that a stack's processes begin with."""

import os
from pathlib import Path

from benchmarks.stacks.registry import specs

_THE_USERS = ("VIRTUAL_ENV", "PYTHON", "PYTEST_", "UV_", "DBT_", "WAREHOUSE_", "WEATHER_", "PG")


def clean_environment(home: Path) -> dict[str, str]:
    """This process's environment without what would lead a service into the user's own files or virtualenv."""
    astray = (*_THE_USERS, *(prefix for stack in specs().values() for prefix in stack.variables))
    kept = {key: value for key, value in os.environ.items() if not key.startswith(astray)}
    return kept | {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "DO_NOT_TRACK": "1", "SCARF_NO_ANALYTICS": "1"}
