"""Where results go, and where a run keeps its state meanwhile."""

import os
import platform
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.deployment.environments import PROJECT
from benchmarks.errors import BenchError, about
from records.plan import PLAN

RESULTS = PROJECT / "results"
_LONGEST = 107 - len("/0123456789/.s.PGSQL.5432")
"""How many bytes a folder may have in which PostgreSQL makes a folder with its socket; Linux takes 107 in all."""
PAGE = "index.html"


def new_results_folder() -> Path:
    """A results folder named by now and this machine."""
    machine = re.sub(r"[^A-Za-z0-9.-]+", "-", platform.node()) or "machine"
    return RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{machine}"


def newest_results_folder() -> Path:
    """The results folder that was started last.

    Raises BenchError where there is none.
    """
    folders = sorted(plan.parent for plan in RESULTS.glob(f"20*/{PLAN}"))  # not the reference result
    if not folders:
        raise BenchError(f"there are no results in {RESULTS}; make some with 'bench run'")
    return folders[-1]


def newest_page() -> Path:
    """The page that was written last.

    Raises BenchError where there is none.
    """
    pages = sorted(RESULTS.glob(f"*/{PAGE}"), key=lambda page: page.stat().st_mtime)
    if not pages:
        raise BenchError(f"there is no page in {RESULTS}; 'bench run' writes one when it ends")
    return pages[-1]


def make_results_folder(out: Path) -> None:
    """Make a results folder.

    Raises BenchError where the folder holds something: results are never overwritten.
    """
    with about(f"--out {out}"):
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise BenchError(f"--out {out}: is not empty, and results are never overwritten; name a new folder")
        out.mkdir(parents=True, exist_ok=True)


def temporary_folder() -> Path:
    """Where temporary files go: TMPDIR, or the system's own.

    Raises BenchError where PostgreSQL could not have its socket below it.
    """
    folder = tempfile.gettempdir()
    if odd := re.sub(r"[\w./+@:=-]", "", folder):
        raise BenchError(f"TMPDIR={folder}: holds {odd[0]!r}, which no socket's path may; name another folder")
    if (length := len(os.fsencode(folder))) > _LONGEST:
        raise BenchError(f"TMPDIR={folder}: {length} bytes, and a socket's path leaves {_LONGEST}; name a shorter one")
    return Path(folder)


@contextmanager
def state_folder() -> Iterator[Path]:
    """The run folder: all that the stacks write; a short path, because sockets have one."""
    temporary_folder()
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        # PostgreSQL drops root's rights and has to pass through.
        Path(folder).chmod(0o755)
        yield Path(folder)
