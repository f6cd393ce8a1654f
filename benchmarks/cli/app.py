"""``bench``: run the weather pipeline in plain Python and with each tool, and compare what each costs."""

import errno
import os
import sys
from io import TextIOWrapper

import typer

from benchmarks.cli import console
from benchmarks.deployment import variables
from benchmarks.errors import BenchError
from report.errors import ResultError
from shared_etl.errors import InputError, sentence

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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name may be in no encoding
    try:
        try:
            commands()()
        finally:
            _flush()
    except (BenchError, InputError, ResultError) as error:
        console.error(str(error))
        sys.exit(1)
    except OSError as error:
        # Files are written by name; what has none was printed.
        printed = error.filename is None and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO)
        console.error(sentence(error, "standard output" if printed else ""))
        sys.exit(1)
    except KeyboardInterrupt:
        console.error("stopped; what was measured is kept")
        sys.exit(130)


def _flush() -> None:
    """Write what is still to be written to standard output; raises BenchError where it cannot be."""
    try:
        sys.stdout.flush()
    except OSError as error:
        # Let it go: Python would try again at its end, and complain of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise BenchError(sentence(error, "standard output")) from error
