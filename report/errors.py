"""What can be wrong with results."""


class ResultError(Exception):
    """A results folder that cannot be read: which file, what is wrong, where, and what to do."""
