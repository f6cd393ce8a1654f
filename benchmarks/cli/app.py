"""``bench``: run the weather pipeline in plain Python and in each orchestrator, and compare what each costs."""

import sys

import typer

from benchmarks.cli import console, ergonomics, machine, results, run
from benchmarks.errors import BenchError
from report.errors import ResultError
from shared_etl.errors import InputError

# What reads and draws results (pandas, scipy, altair) takes seconds to import: only the commands that need it do.

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


def main() -> None:
    """The command ``bench``: errors that the user can mend are one line, and Ctrl-C is exit code 130."""
    try:
        app()
    except (BenchError, InputError, ResultError) as error:
        console.error(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        console.error("stopped; what was measured is kept")
        sys.exit(130)
