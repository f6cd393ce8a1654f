"""Python environments, made from the lock file on first use: one for each stack."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.deployment import variables
from benchmarks.errors import BenchError

PROJECT = Path(__file__).resolve().parents[2]

_CORE: Final = ("dbt-core", "dbt-postgres", "pandas", "psycopg", "pyarrow")
"""What the core needs in every environment, and is worth telling the version of."""


def folder(name: str) -> Path:
    """Where the environment of that name is."""
    return PROJECT / ".venvs" / name


def python(name: str) -> Path:
    """Its interpreter."""
    return folder(name) / "bin" / "python"


def uv() -> str:
    """The uv command: the project's own, else the one on PATH.

    Raises BenchError where there is none.
    """
    found = shutil.which("uv", path=f"{PROJECT / '.tools' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}")
    if not found:
        raise BenchError("uv is missing; run 'make setup', which gets it into the project's own folder")
    return found


def make(name: str, group: str | None) -> None:
    """Bring an environment up to the lock file: the core and a dependency group; None for the core alone.

    uv shows its progress on the terminal. Raises BenchError where it cannot do it.
    """
    groups = [] if group is None else ["--group", group]
    command = [uv(), "sync", "--frozen", "--no-default-groups", *groups, "--python", sys.executable]
    environment = variables.of_uv() | {"UV_PROJECT_ENVIRONMENT": str(folder(name))}
    whole = folder(name) / ".compiled"
    if whole.exists():
        check = subprocess.run([*command, "--check"], cwd=PROJECT, env=environment, capture_output=True, check=False)
        if check.returncode == 0:
            return
        whole.unlink()
    # Bytecode now, as pip makes it: else the first measurement would pay for it.
    done = subprocess.run(
        [*command, "--compile-bytecode"], cwd=PROJECT, env=environment, stdout=sys.stderr, check=False
    )
    if done.returncode:
        raise BenchError(f"the environment of {name} could not be made; uv's message above says why")
    whole.touch()


def versions_for(interpreter: Path, packages: Iterable[str] = ()) -> dict[str, str]:
    """Package -> version in an interpreter's environment: Python, the packages that are named, and the core's."""
    code = (
        "import json, platform; from importlib.metadata import distributions;"
        "print(json.dumps({'python': platform.python_version()} | {d.name: d.version for d in distributions()}))"
    )
    done = subprocess.run([interpreter, "-c", code], env=variables.ours(), check=True, capture_output=True)
    installed = json.loads(done.stdout)
    return {name: installed[name] for name in ("python", *packages, *_CORE) if name in installed}
