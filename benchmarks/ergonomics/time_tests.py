"""One intention's tests with one tool: cold, in a fresh process, then warm, in the same one.

Run by `bench ergonomics` for one tool, intention and round at a time.
"""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.deployment.environments import PROJECT
from benchmarks.ergonomics.intentions import file_of
from benchmarks.ergonomics.tools import python
from benchmarks.stacks.environment import clean_environment


@dataclass
class Twice:
    """A process that runs its tests, and again when it is told to."""

    command: list[str]
    environment: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self._tell, self._tell_end = os.pipe()
        self._go_end, self._go = os.pipe()

    def start(self) -> None:
        """Start the process; returns when every test has run once."""
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env={**self.environment, "TWICE_TELL": str(self._tell_end), "TWICE_GO": str(self._go_end)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(self._tell_end, self._go_end),
            )
        # Or a process that ends early would be waited for without end.
        os.close(self._tell_end)
        self._wait()

    def again(self) -> None:
        """Let it run its tests again; returns when every one has."""
        os.write(self._go, b"g")
        self._wait()

    def end(self) -> None:
        """Wait for the process; raises RuntimeError with its output where a test failed."""
        assert self.process
        if self.process.wait():
            raise RuntimeError(self.log.read_text(errors="replace")[-3000:])

    def _wait(self) -> None:
        if not os.read(self._tell, 1):
            self.end()
            raise RuntimeError(f"the tests ended early; see {self.log}")


@pytest.fixture(scope="module")
def twice(request: pytest.FixtureRequest) -> Iterator[Twice]:
    """The process, not yet started."""
    option = request.config.getoption
    tool = option("--tool")
    file = str(file_of(tool, option("--intention")))
    home = Path(option("--home"))
    home.mkdir(parents=True)
    plugins = ["-p", "benchmarks.ergonomics.run_twice", "-p", "no:cacheprovider", "--keep-duplicates"]
    process = Twice(
        [str(python(tool)), "-m", "pytest", *plugins, file, file],
        {**clean_environment(home), "TMPDIR": str(home)},
        Path(option("--out")),
    )
    yield process
    process.end()


def test_cold(benchmark: BenchmarkFixture, twice: Twice) -> None:
    """From the process's start to the end of its last test: imports and set-up included."""
    benchmark.pedantic(twice.start, rounds=1, iterations=1, warmup_rounds=0)


def test_warm(benchmark: BenchmarkFixture, twice: Twice) -> None:
    """The same tests again in the same process, imports done and the session's services up."""
    benchmark.pedantic(twice.again, rounds=1, iterations=1, warmup_rounds=0)
