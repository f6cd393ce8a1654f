"""The errors of the harness, each with what to do about it."""


class BenchError(RuntimeError):
    """Something that the user can mend; the message says what is wrong, and what to do."""


class BackfillError(RuntimeError):
    """The stack said that the backfill failed, or never said that it ended; the message says what it showed."""
