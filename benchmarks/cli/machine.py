"""Commands on this machine: bring one stack up, make environments, see whether all is there."""

import sys
from typing import Annotated

import typer

from benchmarks import runner
from benchmarks.cli import console
from benchmarks.cli.doctor import findings
from benchmarks.cli.options import absolute
from benchmarks.deployment.supervisor import run_told
from benchmarks.errors import BenchError
from benchmarks.measuring.folders import state_folder
from benchmarks.stacks.registry import contender, spec, specs, tools
from records.names import PACKAGED

UP = "Example: [b]bench up airflow[/b], then open the address that it prints"
SETUP = "Example: [b]bench setup[/b]"
DOCTOR = "Example: [b]bench doctor[/b]"
_TOOLS = " or ".join(one.name for one in tools())


def up(
    stack: Annotated[str, typer.Argument(help=f"{_TOOLS} (or a contender, such as airflow:tuned).")],
    source: Annotated[
        str, typer.Option(help="The readings: packaged, files:PATH, generated:STATIONS or open-meteo.")
    ] = PACKAGED,
) -> None:
    """Start one stack with the pipeline loaded, print its address and login; Ctrl-C stops it."""
    chosen = contender(stack)
    if spec(chosen.stack).is_control:
        raise BenchError(f"{chosen.stack} has nothing to bring up; take {_TOOLS}")
    readings = absolute(source)
    runner.make_environments([chosen], console.note)
    with state_folder() as state:
        log = state / "up.log"
        command = [sys.executable, "-m", "benchmarks.cli.up", chosen.name, str(state / "up"), readings]
        run_told(command, state / "up", log, console.note)


def setup() -> None:
    """Make every stack's environment from the lock file. 'run' and 'up' make what they need: some contenders have more.

    Those are the contenders with Celery workers; the quick profile has none of them.
    """
    runner.make_environments([contender(stack) for stack in specs()], console.note)


def doctor() -> None:
    """Show what is installed, what is missing, and whether ports, disk and memory suffice. Exit code 1 if not."""
    if not console.show_findings(findings()):
        raise typer.Exit(1)
