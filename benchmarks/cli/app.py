"""Run the weather pipeline in plain Python and with each tool, and compare what each costs."""

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

_NAMES = {"show_list": "list", "open_page": "open"}
_RENAMED = {
    "--airflow-url": "--url airflow=ADDRESS",
    "--dagster-url": "--url dagster=ADDRESS",
}
"""Options and commands as they were called, and what to write now."""

# What reads and draws results (pandas, scipy, altair) takes seconds to import: only the commands that need it do.


def commands() -> typer.Typer:
    """Every command; raises BenchError where a stack's or a family's folder is not whole."""
    from benchmarks.cli import ergonomics, listing, machine, results, run  # their help tells of all stacks

    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", help=__doc__)
    for command, examples in (
        (run.run, run.EXAMPLES),
        (listing.show_list, listing.LIST),
        (ergonomics.ergonomics, ergonomics.EXAMPLES),
        (machine.up, machine.UP),
        (results.open_page, results.OPEN),
        (results.report, results.REPORT),
        (results.validate, results.VALIDATE),
        (results.summary, results.SUMMARY),
        (results.compare, results.COMPARE),
        (machine.setup, machine.SETUP),
        (machine.doctor, machine.DOCTOR),
    ):
        app.command(_NAMES.get(command.__name__), epilog=examples)(command)
    return app


def _check_names(words: list[str]) -> None:
    """Raises BenchError for a name that was another one once, with the new one."""
    for word in words:
        if now := _RENAMED.get(word.partition("=")[0]):
            raise BenchError(f"{word.partition('=')[0]}: is now {now}")


def main() -> None:
    """The command ``bench``: errors that the user can mend are one line, and Ctrl-C is exit code 130."""
    variables.enter()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name may be in no encoding
    try:
        try:
            _check_names(sys.argv[1:])
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
