"""The error that a person can act on."""


class InputError(ValueError):
    """Input that cannot be used; the message names the file, the line and column or the option, and the remedy."""
