"""What an intention's tests are like apart from time: imports, memory, isolation, and how much there is to write."""

import re
import subprocess
from pathlib import Path

import psutil

from benchmarks.deployment.environments import PROJECT
from benchmarks.ergonomics.copies import own_folders
from benchmarks.ergonomics.intentions import INTENTIONS, file_of
from benchmarks.ergonomics.sizes import sizes
from benchmarks.ergonomics.tools import python
from benchmarks.errors import BenchError
from benchmarks.metering.procfs import pss_bytes
from benchmarks.stacks.environment import clean_environment
from records.ergonomics import Facts

_LOOK_S = 0.1
# One module's line of -X importtime: its own microseconds, with those under it, its name.
_IMPORT = re.compile(r"^import time:\s+(\d+) \|", re.MULTILINE)
_PASSED = re.compile(r"(\d+) passed")


def facts(tool: str, intention: str, state: Path) -> Facts:
    """Measure one intention with one tool: once alone, then twice at the same time.

    Raises BenchError where its tests fail when they run alone.
    """
    folder = state / f"{intention}-{tool}"
    before = _files(PROJECT)
    # Not captured, or what the tests themselves import would not be told.
    alone = _Run(tool, intention, folder / "alone", ["-X", "importtime"], ["--capture=no"])
    peak = alone.watch()
    if alone.process.returncode:
        raise BenchError(f"the tests of {intention} fail with {tool}:\n{alone.output[-2000:]}")
    left = sorted(_files(PROJECT) - before | _files(folder / "alone" / "home"))
    pair = [_Run(tool, intention, folder / name, [], []) for name in ("one", "other")]
    for run in pair:
        run.process.wait()
    passed = _PASSED.search(alone.output)
    return Facts(
        intention=intention,
        about=INTENTIONS[intention],
        tool=tool,
        test_count=int(passed[1]) if passed else 0,
        sizes=sizes(tool, intention),
        import_s=round(sum(map(int, _IMPORT.findall(alone.output))) / 1e6, 3),
        peak_pss_bytes=peak,
        together=all(run.process.returncode == 0 for run in pair),
        written_outside=left,
    )


class _Run:
    """A process that runs an intention's tests: its temporary folder is its own, and so is its home."""

    def __init__(self, tool: str, intention: str, folder: Path, python_options: list[str], options: list[str]) -> None:
        home, temporary = folder / "home", folder / "tmp"
        for made in (home, temporary):
            made.mkdir(parents=True)
        folder.chmod(0o755)
        self._log = folder / "output.txt"
        file = str(file_of(tool, intention))
        runtime = {"TMPDIR": str(temporary), "XDG_RUNTIME_DIR": str(temporary)}
        with self._log.open("wb") as output:
            self.process = psutil.Popen(
                [str(python(tool)), *python_options, "-m", "pytest", "-p", "no:cacheprovider", *options, file],
                cwd=PROJECT,
                env={**clean_environment(home), **runtime},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        """What it has printed."""
        return self._log.read_text(errors="replace")

    def watch(self) -> int:
        """Wait for the end; the highest sum of proportional set sizes of the process and all under it, in bytes."""
        peak = 0
        while True:
            try:
                family = [self.process.pid, *(child.pid for child in self.process.children(recursive=True))]
            except psutil.NoSuchProcess:
                return peak
            peak = max(peak, sum(map(pss_bytes, family)))
            try:
                self.process.wait(_LOOK_S)
            except psutil.TimeoutExpired:
                continue
            return peak


def _files(folder: Path) -> set[str]:
    """Every file of the project's own folders, or of a folder; without Python's bytecode."""
    roots = own_folders() if folder == PROJECT else [folder]
    return {
        str(path.relative_to(folder))
        for root in roots
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
