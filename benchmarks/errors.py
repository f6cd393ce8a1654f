"""The errors of the harness, each with what to do about it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from shared_etl.errors import sentence


class BenchError(RuntimeError):
    """Something that the user can mend; the message says what is wrong, and what to do."""


class BackfillError(RuntimeError):
    """The stack said that the backfill failed, or never said that it ended; the message says what it showed."""


def told(error: BaseException) -> str:
    """What is said of an error: our own in its words, the system's with its file and remedy."""
    if isinstance(error, OSError):
        return sentence(error)
    if isinstance(error, subprocess.CalledProcessError):
        said = error.stderr if isinstance(error.stderr, str) else ""
        command = error.cmd if isinstance(error.cmd, str) else " ".join(map(str, error.cmd))
        return f"{command} failed: {said.strip() or f'exit code {error.returncode}'}"
    return str(error) or type(error).__name__


@contextmanager
def about(option: str) -> Iterator[None]:
    """What the system refuses in here is a BenchError about the option, which ends with what was given to it."""
    try:
        yield
    except OSError as error:
        raise BenchError(sentence(error, option)) from error
