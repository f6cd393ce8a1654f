"""Python loads this as it starts, where this folder is on PYTHONPATH: it writes down what is imported after a fork.

A line for each module, with the arguments of the command that forked: a process that was forked is of the same program,
and has another number than that program had here.
"""

import json
import os
import sys
from collections.abc import Sequence
from importlib.machinery import PathFinder
from pathlib import Path

_BEGAN_AS = os.getpid()


class Listener:
    """Is asked before all others for every module that is not loaded yet, and leaves it to them."""

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, *_: object) -> None:
        """Write it down where this is a process that was forked, and there is such a module."""
        if os.getpid() != _BEGAN_AS and PathFinder.find_spec(fullname, path):
            with Path(os.environ["IMPORTED_AFTER_FORK"]).open("a") as file:
                file.write(json.dumps({"arguments": sys.argv[1:], "module": fullname}) + "\n")


sys.meta_path.insert(0, Listener())
