"""A wrapper's tests and checks, as its author has them at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Suite:
    """What ergonomics needs of a stack: where its wrapper and tests are, how its code is loaded and checked."""

    wrapper: str
    """The wrapper's folder, from the project's root: airflow_dags."""
    tests: str
    """The folder of its tests, from the project's root: tests/airflow_dags."""
    load: str
    """The Python statement that loads its pipeline."""
    validate: tuple[str, ...]
    """The tool's own check of what it loads: a program of its environment, and arguments."""
    environment: Callable[[Path, Path], Mapping[str, str]] = lambda _project, _home: {}
    """Project and home -> the variables of a person at work with it."""
    prepare: tuple[tuple[str, ...], ...] = ()
    """Commands of its environment that are run once in a new home, such as a migration."""
    files: tuple[tuple[str, str], ...] = ()
    """Files of a new home: path from it, text."""
    prerequisites: Mapping[str, str] = field(default_factory=dict)
    """Fixture of its tests alone -> what has to exist before a test that uses it."""
    own: tuple[str, ...] = ()
    """Tests of the wrapper that only this comparison has: a change request's lines in them do not count."""
