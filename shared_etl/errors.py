"""The errors that a person can act on."""


class InputError(ValueError):
    """Input that cannot be used; the message names the file, the line and column or the option, and the remedy."""


class SourceUnavailableError(RuntimeError):
    """A source that cannot be reached now, and may be later: the message says which, and what else to take."""
