"""The errors that a person can act on."""

import errno
import os
from typing import Final

_REMEDIES: Final = {
    errno.ENOSPC: "free some disk",
    errno.EDQUOT: "free some of your share of the disk",
    errno.EACCES: "give yourself the right to it, or name another",
    errno.EPERM: "give yourself the right to it, or name another",
    errno.EROFS: "name another, on a disk that can be written",
    errno.ENAMETOOLONG: "name a shorter path",
    errno.ENOENT: "name one that is there",
    errno.ENOTDIR: "a part of the path is a file; name another",
    errno.EISDIR: "name a file",
    errno.EEXIST: "name another",
    errno.ELOOP: "mend the link, or name what it is to lead to",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
    errno.ENOMEM: "end something else that runs here",
}


class InputError(ValueError):
    """Input that cannot be used; the message names the file, the line and column or the option, and the remedy."""


class SourceUnavailableError(RuntimeError):
    """A source that cannot be reached now, and may be later: the message says which, and what else to take."""


def shown(path: "os.PathLike[str] | str | bytes") -> str:
    """The path as it can be printed, whatever bytes are in it."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def reason(error: OSError) -> str:
    """What the operating system says, without the path that it repeats, and what to do about it."""
    said = error.strerror or str(error)
    remedy = _REMEDIES.get(error.errno or 0)
    return f"{said}; {remedy}" if remedy else said


def sentence(error: OSError, what: str = "") -> str:
    """The same with the file that it is about, or with what the caller says, such as the option."""
    about = what or (shown(error.filename) if isinstance(error.filename, str | bytes) else "")
    return f"{about}: {reason(error)}" if about else reason(error)
