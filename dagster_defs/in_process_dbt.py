"""dbt called in the run's own process: code of our own beside dagster-dbt, which starts dbt as a command.

A run then starts neither the command nor, before it, `dbt --version`: a process that has imported dbt need not do so
again. What dbt tells as it goes is handed to dagster-dbt as the output of a command that has ended: the same
materializations and check results, but when dbt has ended, not as each model is built.
"""

import shutil
from collections.abc import Sequence
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliInvocation, DbtCliResource
from dagster_dbt.asset_utils import get_updated_cli_invocation_params_for_context
from packaging.version import parse

from shared_etl import dbt

_SHOWN = ("info", "warn", "error")
_PARSED = "partial_parse.msgpack"


class EndedDbt:
    """A call of dbt in this process, with what dagster-dbt asks of the process that it would have started."""

    def __init__(self, arguments: list[str]) -> None:
        from dbt.cli.main import dbtRunner
        from dbt_common.events.functions import msg_to_json

        lines: list[str] = []

        def take(event: Any) -> None:
            if event.info.level in _SHOWN:
                lines.append(msg_to_json(event))

        outcome = dbtRunner(callbacks=[take]).invoke(["--quiet", *arguments])
        self.args = ["dbt", *arguments]
        self.returncode = 0 if outcome.success else 1
        self.stdout = BytesIO("\n".join(lines).encode())

    def wait(self) -> int:
        """dbt's exit code: it has ended."""
        return self.returncode


class InProcessDbt(DbtCliResource):
    """dbt in the run's process."""

    def cli(self, args: Sequence[str], *, context: dg.AssetExecutionContext, **_: Any) -> DbtCliInvocation:  # type: ignore[override]
        """What DbtCliResource.cli does, with the call of dbt in place of the command; returns when dbt has ended."""
        of_assets = get_updated_cli_invocation_params_for_context(context, {}, DagsterDbtTranslator())
        target = self._get_unique_target_path(context=context)
        target = target if target.is_absolute() else dbt.PROJECT / target
        _begin_with(dbt.PROJECT / "target" / _PARSED, target / _PARSED)
        where = ("--project-dir", str(dbt.PROJECT), "--profiles-dir", str(dbt.PROJECT))
        names = ("--profile", dbt.PROFILE, "--target", dbt.TARGET)
        own = ("--target-path", str(target), "--log-path", str(target))
        ended = EndedDbt([*args, *of_assets.selection_args, *where, *names, *own])
        return DbtCliInvocation(
            process=ended,  # type: ignore[arg-type]
            manifest=of_assets.manifest,
            dagster_dbt_translator=of_assets.dagster_dbt_translator,
            project_dir=dbt.PROJECT,
            target_path=target,
            raise_on_error=True,
            cli_version=parse(version("dbt-core")),
            project=of_assets.dbt_project,
            context=context,
        )


def _begin_with(parsed: Path, target: Path) -> None:
    """Give the call what dbt has parsed before, as dagster-dbt gives it to a command."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if parsed.exists():
        shutil.copy(parsed, target)
