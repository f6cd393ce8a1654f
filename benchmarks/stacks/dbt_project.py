"""The dbt project of a deployment: a copy of its own, which dbt has parsed for the connection that runs will have.

What dbt has parsed is void for another connection, so every contender begins with what its own deployment has parsed.
"""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from benchmarks.deployment.environments import PROJECT, folder
from benchmarks.errors import BenchError
from benchmarks.stacks.environment import clean_environment
from benchmarks.stacks.registry import control

_NOT_COPIED = ("target", "logs", "dbt_packages")


def copy(project: Path) -> None:
    """Copy the project's files, without what dbt has made of them."""
    shutil.copytree(PROJECT / "dbt_project", project, ignore=shutil.ignore_patterns(*_NOT_COPIED))


def variables(project: Path) -> dict[str, str]:
    """What tells a stack where its project is, and dbt where to log."""
    return {"DBT_PROJECT_DIR": str(project), "DBT_LOG_PATH": str(project / "logs")}


def parse(project: Path, warehouse: Mapping[str, str]) -> None:
    """Let dbt parse the project, as a deployment does; warehouse: the variables of the connection.

    The stacks read the models from the manifest in its target folder, where dbt also finds what it has parsed. Raises
    BenchError where it cannot be parsed.
    """
    # Its log is none of those of the runs.
    log = {"DBT_LOG_PATH": str(project.parent / f"{project.name}-deployed")}
    environment = {**clean_environment(project.parent), **warehouse, **variables(project), **log}
    names = ("--profile", "weather", "--target", "warehouse")  # as every call of dbt
    where = ("--project-dir", str(project), "--profiles-dir", str(project))
    command = [str(folder(control().name) / "bin" / "dbt"), "--quiet", "parse", *names, *where]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"dbt could not parse the project: {(done.stderr or done.stdout).strip()[-2000:]}")
