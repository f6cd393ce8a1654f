"""``bench``: run the weather pipeline in plain Python and with each tool, and compare what each costs."""

import sys

import typer

from benchmarks.cli import console
from benchmarks.deployment import variables
from benchmarks.errors import BenchError
from report.errors import ResultError
from shared_etl.errors import InputError

# What reads and draws results (pandas, scipy, altair) takes seconds to import: only the commands that need it do.


def commands() -> typer.Typer:
    """Every command; raises BenchError where a stack's or a family's folder is not whole."""
    from benchmarks.cli import ergonomics, machine, results, run  # their help tells of all stacks and families

    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", help=__doc__)
    for command, examples in (
        (run.run, run.EXAMPLES),
        (ergonomics.ergonomics, ergonomics.EXAMPLES),
        (machine.up, machine.UP),
        (results.report, results.REPORT),
        (results.validate, results.VALIDATE),
        (results.summary, results.SUMMARY),
        (results.compare, results.COMPARE),
        (machine.setup, machine.SETUP),
        (machine.doctor, machine.DOCTOR),
    ):
        app.command(epilog=examples)(command)
    return app


def main() -> None:
    """The command ``bench``: errors that the user can mend are one line, and Ctrl-C is exit code 130."""
    variables.enter()
    try:
        commands()()
    except (BenchError, InputError, ResultError) as error:
        console.error(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        console.error("stopped; what was measured is kept")
        sys.exit(130)
