"""The dbt project, from Python: where it is, and one invocation for some days."""

import os
from pathlib import Path

from shared_etl.days import Days

PROJECT = Path(os.environ.get("DBT_PROJECT_DIR", Path(__file__).resolve().parents[1] / "dbt_project"))
"""The project's folder: DBT_PROJECT_DIR, as for dbt itself, else the one beside this package."""

PROFILE, TARGET = "weather", "warehouse"
"""Whoever calls dbt names both: what it has parsed is void for a call that names others."""

DAILY = ("--exclude-resource-type", "seed", "unit_test")
"""What a day's run leaves out: seeds are loaded on deployment, unit tests run before it."""


class DbtError(RuntimeError):
    """A dbt invocation failed; dbt's own output and log say where."""


def manifest() -> Path:
    """Where both orchestrators read the models from: in the project's target folder.

    Any dbt command writes it; ``python -m shared_etl deploy`` does.
    """
    return PROJECT / "target" / "manifest.json"


def days_in_environment(days: Days) -> dict[str, str]:
    """The environment variables that tell the models which days to replace."""
    return {"WEATHER_START_DATE": str(days.start), "WEATHER_END_DATE": str(days.end)}


def dbt(*arguments: str) -> None:
    """Run dbt in this process, quietly; raises DbtError where a node fails.

    DBT_TARGET_PATH and DBT_LOG_PATH say where it may write.
    """
    from dbt.cli.main import dbtRunner  # a second's import, for those who run dbt in this process alone

    where = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--profile", PROFILE, "--target", TARGET]
    outcome = dbtRunner().invoke(["--quiet", *arguments, *where])
    if not outcome.success:
        raise DbtError(f"dbt {' '.join(arguments)} failed" + (f": {outcome.exception}" if outcome.exception else ""))


def build(days: Days) -> None:
    """Build and test every model for the days, in one invocation."""
    named = days_in_environment(days)
    # Not as vars: another day's vars would make dbt parse the whole project again.
    os.environ.update(named)
    try:
        # The seed's tests, too, belong to deployment.
        dbt("build", *DAILY, "--exclude", "resource_type:seed")
    finally:
        for name in named:
            del os.environ[name]
