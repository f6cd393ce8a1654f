"""The command ``bench ergonomics``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.cli import console
from benchmarks.cli.options import ResumeFolder, command_line, shown
from benchmarks.deployment.supervisor import run_told
from benchmarks.errors import BenchError
from benchmarks.measuring.folders import new_results_folder, state_folder

EXAMPLES = "Example: [b]bench ergonomics --rounds 3[/b]; with 'make ergonomics' if an environment is missing"


def ergonomics(
    rounds: Annotated[int, typer.Option(min=1, help="How often each intention's tests are timed.")] = 5,
    undisturbed: Annotated[
        int, typer.Option(min=0, help="How often all stages are run with no mistake made: what fails is a false alarm.")
    ] = 10,
    out: Annotated[
        Path | None, typer.Option(help="A new folder for the results; results/<now>-<machine>-ergonomics if left out.")
    ] = None,
    resume: ResumeFolder = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be measured, and stop.")] = False,
) -> None:
    """Measure how it is to test and change the wrappers: ten intentions timed, mistakes made, changes counted.

    About two hours on two cores.
    """
    if resume and (out or (rounds, undisturbed) != (5, 10)):
        raise BenchError("--resume: takes no other option; the folder says what to measure")
    from benchmarks.ergonomics import measure

    if dry_run:
        for line in measure.planned(rounds, undisturbed):
            console.note(line)
        return
    default = new_results_folder()
    folder = (resume or out or default.with_name(f"{default.name}-ergonomics")).resolve()
    if resume:
        measure.resume(folder)
    else:
        measure.start(folder, rounds, undisturbed, command_line())
    try:
        with state_folder() as state:
            command = [sys.executable, "-m", "benchmarks.ergonomics.measure", str(folder), str(state / "e")]
            run_told(command, state / "e", folder / "logs" / "ergonomics.log", console.note)
    except KeyboardInterrupt:
        console.note(f"to go on: bench ergonomics --resume {shown(folder)}")
        raise
    from report.report import write_report

    for path in write_report(folder):
        typer.echo(path)
