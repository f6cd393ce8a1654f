"""One Python environment a stack, made from the lock file on first use."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

from benchmarks.errors import BenchError

PROJECT = Path(__file__).resolve().parents[2]

StackName = Literal["bare", "airflow", "dagster"]

STACKS: tuple[StackName, ...] = ("bare", "airflow", "dagster")


def folder(stack: StackName) -> Path:
    """Where the stack's environment is."""
    return PROJECT / ".venvs" / stack


def python(stack: StackName) -> Path:
    """The stack's interpreter."""
    return folder(stack) / "bin" / "python"


def uv() -> str:
    """The uv command: the project's own, else the one on PATH.

    Raises BenchError where there is none.
    """
    found = shutil.which("uv", path=f"{PROJECT / '.tools' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}")
    if not found:
        raise BenchError("uv is missing; run 'make setup', which gets it into the project's own folder")
    return found


def make(stack: StackName) -> None:
    """Bring the stack's environment up to the lock file; uv shows its progress on the terminal.

    Raises BenchError where uv cannot do it.
    """
    groups = [] if stack == "bare" else ["--group", stack]
    # Bytecode now, as pip makes it: else the first measurement would pay for it.
    options = ["--frozen", "--compile-bytecode", "--no-default-groups", *groups, "--python", sys.executable]
    command = [uv(), "sync", *options]
    environment = os.environ | {"UV_PROJECT_ENVIRONMENT": str(folder(stack))}
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run(command, cwd=PROJECT, env=environment, stdout=sys.stderr, check=False)
    if done.returncode:
        raise BenchError(f"the environment of {stack} could not be made; uv's message above says why")


def versions(stack: StackName) -> dict[str, str]:
    """Package -> version of what is installed in the stack's environment, the packages that this project names."""
    return versions_for(python(stack))


def versions_for(interpreter: Path) -> dict[str, str]:
    """The same for the environment of an interpreter."""
    code = (
        "import json, platform; from importlib.metadata import distributions;"
        "print(json.dumps({'python': platform.python_version()} | {d.name: d.version for d in distributions()}))"
    )
    installed = json.loads(subprocess.run([interpreter, "-c", code], check=True, capture_output=True).stdout)
    named = (
        "python", "apache-airflow", "astronomer-cosmos", "dagster", "dagster-dbt", "dagster-postgres",
        "dagster-webserver", "dbt-core", "dbt-postgres", "pandas", "psycopg", "pyarrow",
    )  # fmt: skip
    return {name: installed[name] for name in named if name in installed}
