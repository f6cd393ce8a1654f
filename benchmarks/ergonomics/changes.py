"""Change requests, each kept as one patch per tool: what each takes."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.deployment.environments import PROJECT
from benchmarks.ergonomics.tools import suites
from benchmarks.errors import BenchError
from records.ergonomics import Change

FOLDER = Path(__file__).parent / "changes"
_OURS = ("benchmarks/", "records/", "README.md")
_TEST = re.compile(r"\bdef (test_\w+)")


@dataclass(frozen=True)
class Request:
    """A change request: what was asked for, and the tests that prove that it was done."""

    name: str
    about: str
    tests: dict[str, list[str]]
    """Tool -> those of its wrapper."""
    shared_tests: list[str]

    def patch(self, tool: str) -> Path:
        """All that is changed for a tool, what all of them share included."""
        return FOLDER / self.name / f"{tool}.patch"


def requests() -> list[Request]:
    """Every change request, in the order of their names."""
    found = []
    for path in sorted(FOLDER.glob("*/about.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        tests = {tool: told["tests"][tool] for tool in suites()}
        found.append(Request(path.parent.name, told["about"], tests, told["tests"]["shared"]))
    return found


def changes() -> Iterator[Change]:
    """What every change request takes with each tool, counted from its patch."""
    for request in requests():
        for tool in suites():
            yield _counted(request, tool)


def _counted(request: Request, tool: str) -> Change:
    patch = request.patch(tool)
    told = [line.split("\t") for line in _git("apply", "--numstat", str(patch)).splitlines()]
    lines = [line for line in told if not line[2].startswith(_ours())]
    files = [name for _, _, name in lines]
    changed, added = _tests(patch.read_text(encoding="utf-8"))
    return Change(
        change=request.name,
        about=request.about,
        tool=tool,
        patch=str(patch.relative_to(PROJECT)),
        files=len(files),
        lines_added=sum(int(more) for more, _, _ in lines),
        lines_removed=sum(int(less) for _, less, _ in lines),
        wrapper_files=sum(name.startswith(f"{suites()[tool].wrapper}/") for name in files),
        test_files=sum(name.startswith("tests/") for name in files),
        tests_changed=len(changed),
        tests_added=len(added),
    )


def _ours() -> tuple[str, ...]:
    """What only this comparison has to change with its pipeline: not counted."""
    return (*_OURS, *(path for suite in suites().values() for path in suite.own))


def _tests(patch: str) -> tuple[set[str], set[str]]:
    """The tests that a patch changes, and those that it adds, by file and name."""
    changed: set[str] = set()
    added: set[str] = set()
    for part in patch.split("\ndiff --git "):
        name = re.search(r"^\+\+\+ b/(tests/\S+\.py)", part, re.MULTILINE)
        if not name or name[1].startswith(_ours()):
            continue
        for hunk in re.split(r"^(?=@@)", part, flags=re.MULTILINE)[1:]:
            head, *lines = hunk.splitlines()
            # git names the function that a hunk begins in.
            within = _TEST.search(head)
            test = within[1] if within else None
            is_new = False
            for line in lines:
                if found := _TEST.search(line):
                    test, is_new = found[1], line.startswith("+")
                if test and line.startswith(("+", "-")) and line[1:].strip():
                    (added if is_new else changed).add(f"{name[1]}::{test}")
    return changed - added, added


def apply(patch: Path, project: Path) -> None:
    """Apply a patch to a copy of the project; raises BenchError with git's message where it does not apply."""
    _git("apply", str(patch), cwd=project)


def _git(*arguments: str, cwd: Path = PROJECT) -> str:
    done = subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"git {arguments[0]}: {done.stderr.strip()}")
    return done.stdout
