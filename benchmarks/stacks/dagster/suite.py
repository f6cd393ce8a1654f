"""The Dagster wrapper's tests and checks."""

from collections.abc import Mapping
from pathlib import Path

from benchmarks.stacks.suite import Suite


def _environment(_project: Path, home: Path) -> Mapping[str, str]:
    return {"DAGSTER_HOME": str(home / "dagster")}


SUITE = Suite(
    wrapper="dagster_defs",
    tests="tests/dagster_defs",
    load="from dagster_defs.definitions import defs; defs()",
    validate=("dagster", "definitions", "validate", "-m", "dagster_defs.definitions"),
    environment=_environment,
    files=(("dagster/dagster.yaml", "telemetry:\n  enabled: false\n"),),
    own=("tests/dagster_defs/test_variants.py",),
)
