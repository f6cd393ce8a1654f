"""The project's own folders, and a copy of them to make mistakes and changes in."""

import shutil
from pathlib import Path

from benchmarks.deployment.environments import PROJECT

_FILES = ("pyproject.toml", "uv.lock", "README.md", "LICENSE")


def own_folders() -> list[Path]:
    """The folders at the project's root that hold code: Python, or a dbt project."""
    return [
        folder
        for folder in sorted(PROJECT.iterdir())
        if folder.is_dir()
        and not folder.name.startswith(".")
        and (any(folder.glob("*.py")) or (folder / "dbt_project.yml").exists())
    ]


def copy_project(project: Path) -> Path:
    """Copy what a mistake can be made in and what it is followed with; returns the copy."""
    for folder in own_folders():
        shutil.copytree(folder, project / folder.name, ignore=shutil.ignore_patterns("__pycache__", "target"))
    for name in _FILES:
        shutil.copy(PROJECT / name, project / name)
    (project / ".tools").symlink_to(PROJECT / ".tools")
    return project
