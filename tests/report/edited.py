"""Result files changed in place, as damage or another version would."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Change = Callable[[dict[str, Any]], object]


def edit(path: Path, change: Change) -> None:
    """Change a JSON file in place."""
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def info(content: dict[str, Any]) -> dict[str, Any]:
    """The measurement inside a benchmark file."""
    found: dict[str, Any] = content["benchmarks"][0]["extra_info"]
    return found
