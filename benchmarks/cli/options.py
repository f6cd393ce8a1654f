"""What the options of ``bench`` may be: checked before anything starts, with an error that names the option."""

import re
import shlex
import sys
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

import typer

from benchmarks.errors import BenchError, about
from benchmarks.scenarios.asking import PACKAGED_DAYS
from benchmarks.stacks.addresses import deployed_as
from benchmarks.stacks.registry import contender, deployed
from records.names import PACKAGED, Target
from records.plan import Case
from shared_etl.days import Days
from shared_etl.errors import InputError

ResumeFolder = Annotated[
    Path | None, typer.Option(help="Go on with a run that was stopped: its folder. What is measured stays as it is.")
]

_SCHEDULED = Days(date(2013, 1, 1), datetime.now(UTC).date() - timedelta(days=1))
"""What both wrappers can run: from their first partition to yesterday."""


def check_known(known: Collection[str], name: str, option: str) -> None:
    """Raises BenchError with the names that there are where there is none like this."""
    if name not in known:
        raise BenchError(f"{option} {name}: not known; take {', '.join(known)}")


def addresses_of(urls: list[str] | None, target: str) -> dict[str, str]:
    """Stack -> its address, from TOOL=ADDRESS.

    Raises BenchError where one is no address, or an address is missing or too many.
    """
    if bool(urls) != (target == "attached"):
        raise BenchError("--target attached: takes --url TOOL=ADDRESS, once or more; no other target does")
    known = list(dict.fromkeys(one.stack for one in deployed()))
    found = {}
    for given in urls or ():
        stack, _, url = given.partition("=")
        if "://" in stack or not url:  # not repeated: it may hold a login
            raise BenchError(f"--url: takes TOOL=ADDRESS, such as {known[0]}=https://example.org")
        check_known(known, stack, "--url")
        parts = _address(given, url)
        if parts.username or parts.password:
            # The plan keeps the command.
            raise BenchError(f"--url {stack}=…: holds a login; give it in BENCH_{stack.upper()}_USER and _PASSWORD")
        found[stack] = url
    return found


def contenders_at(names: list[str] | None, target: Target, urls: Mapping[str, str]) -> tuple[str, ...] | None:
    """The contenders that are named; None for the profile's.

    Raises BenchError where one is not of the target.
    """
    if target == "embedded":
        found = [contender(name).name for name in names or ()]
        if up_already := [name for name in found if name in {one.name for one in deployed()}]:
            raise BenchError(
                f"--contender {up_already[0]}: is up already; measure it with --target compose or attached"
            )
        return tuple(dict.fromkeys(found)) or None
    how = deployed_as(target)
    there = [one for one in deployed() if one.name.endswith(f":{how}") and (not urls or one.stack in urls)]
    known = {one.stack: one.name for one in there}
    for name in names or ():
        if name not in {*known, *known.values()}:
            raise BenchError(f"--contender {name}: is not at the target {target}; take {', '.join(known)}")
    return tuple(dict.fromkeys(known.get(name, name) for name in names or known))


def _address(given: str, url: str) -> SplitResult:
    """The parts of an address; raises BenchError where it is none."""
    import httpx

    try:
        parts = urlsplit(url)
        well = parts.scheme in ("http", "https") and parts.hostname and httpx.URL(url).host and (parts.port or 1)
    except (ValueError, httpx.InvalidURL) as error:
        raise BenchError(f"--url {given}: is no address ({error}); write it as https://example.org:8080") from error
    if not well:
        raise BenchError(f"--url {given}: is no address; it begins with http:// or https://")
    return parts


def share(text: str, option: str) -> float:
    """A percentage as a share of one: 0.1 for 10%; raises BenchError where it is none."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%\s*", text)
    if not found:
        raise BenchError(f"{option} {text}: is not a percentage; write it as 10%")
    return float(found[1]) / 100


def checked_source(case: Case) -> str:
    """The case's source, with a path made absolute; raises InputError where it has not all of the case's days."""
    source, days = absolute(case.source), case.days
    if not (days.start in _SCHEDULED and days.end in _SCHEDULED):
        raise InputError(
            f"--start {days.start}, {len(days)} days: partitions begin on {_SCHEDULED.start}, and a day has to be over"
        )
    if source == PACKAGED and not (days.start in PACKAGED_DAYS and days.end in PACKAGED_DAYS):
        raise InputError(
            f"--start {days.start}, {len(days)} days: the packaged readings cover {PACKAGED_DAYS.start} to "
            f"{PACKAGED_DAYS.end}"
        )
    return source


def absolute(source: str) -> str:
    """The source's text with a path made absolute, for the stacks run elsewhere; raises InputError where it is none."""
    from shared_etl.sources import source_from

    source_from(source)
    kind, _, detail = source.partition(":")
    if kind != "files":
        return source
    with about(f"--source {source}"):
        path = Path(detail).expanduser().resolve()
        if not path.exists():
            raise InputError(f"--source {source}: there is no such file or folder")
        if not (path.is_dir() or path.is_file()):
            raise InputError(f"--source {source}: is no regular file; name a folder, or a file")
    return f"files:{path}"


def command_line() -> str:
    """The command line that was typed, without what names a folder."""
    words = iter(sys.argv[1:])
    kept = []
    for word in words:
        if word == "--out":
            next(words, None)
        elif not word.startswith("--out="):
            kept.append(word)
    return shlex.join(["uv", "run", "bench", *kept])


def shown(folder: Path) -> Path:
    """The folder as the user would type it."""
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
