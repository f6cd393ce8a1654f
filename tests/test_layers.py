"""Imports go one way: core, wrappers, harness, report."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def test_imports_go_one_way() -> None:
    """No part of the project imports one that stands after it, nor an orchestrator that is not its own."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "5 kept, 0 broken" in done.stdout
