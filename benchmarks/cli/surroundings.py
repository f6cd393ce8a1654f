"""What of a machine and of a shell can stop a run, and can be known before."""

import locale
import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile

from benchmarks.cli.finding import Finding
from benchmarks.errors import BenchError, told
from benchmarks.measuring.folders import temporary_folder

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the place itself is looked at
_SHARED_MEMORY_BYTES = 32e6
_TEMPORARY_BYTES = 2e9
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "GRPC_PROXY")


def surroundings() -> list[Finding]:
    """Locale, folder for temporary files, shared memory, and variables of the caller's that are not handed on."""
    return [_locale(), _temporary(), _shared_memory(), _proxies(), _left_out()]


def _locale() -> Finding:
    named = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "C")
    return Finding(
        "locale", named if _is_there() else f"{named}, which is not on this system; a run takes C", well=True
    )


def _is_there() -> bool:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "")
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return True


def _temporary() -> Finding:
    what = "temporary files"
    try:
        folder = temporary_folder()
        free = shutil.disk_usage(folder).free
    except (BenchError, OSError) as error:
        return Finding(what, "none that a run can use", well=False, remedy=told(error))
    well = free >= _TEMPORARY_BYTES
    remedy = "" if well else f"free {_TEMPORARY_BYTES / 1e9:.0f} GB there, or name another folder in TMPDIR"
    return Finding(what, f"{folder}, {free / 1e9:.1f} GB free", well, remedy)


def _shared_memory() -> Finding:
    what, remedy = "shared memory", f"mount {_SHARED_MEMORY} so that it can be written, with 64 MB or more"
    try:
        with NamedTemporaryFile(dir=_SHARED_MEMORY):
            free = shutil.disk_usage(_SHARED_MEMORY).free
    except OSError as error:
        return Finding(what, told(error), well=False, remedy=remedy)
    well = free >= _SHARED_MEMORY_BYTES
    return Finding(what, f"{free / 1e6:.0f} MB free", well, "" if well else remedy)


def _proxies() -> Finding:
    found = [name for name in os.environ if name.upper() in _PROXIES]
    said = f"{', '.join(sorted(found))}; what is said to this machine goes past it" if found else "none"
    return Finding("proxy", said, well=True)


def _left_out() -> Finding:
    found = sorted(
        name for name in os.environ if name.startswith(("PG", "PYTHON", "UV_", "AIRFLOW", "DAGSTER", "DBT_"))
    )
    return Finding("variables that a run leaves out", ", ".join(found) or "none", well=True)
