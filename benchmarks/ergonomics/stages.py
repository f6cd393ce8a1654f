"""What stands between a mistake and production, stage by stage, as its author would go through it."""

import os
import re
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.ergonomics.intentions import INTENTIONS, UNIT, file_of
from benchmarks.ergonomics.tools import suites
from benchmarks.stacks.environment import clean_environment
from benchmarks.stacks.suite import Suite
from records.ergonomics import Stage

TIMEOUT_S = 600
_LOAD = "from shared_etl.dbt import dbt; dbt('parse'); {}"
# The first line that says what is wrong: pytest's, else that of an exception.
_CAUSES = (re.compile(r"^E   "), re.compile(r"\b\w*(Error|Exception|Failure)\b"))


@dataclass(frozen=True)
class Outcome:
    """What one stage said."""

    stage: Stage
    seconds: float
    caught: bool
    output: str = ""
    failed_tests: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The output, line by line, without blank ends."""
        return self.output.strip().splitlines()

    @property
    def cause(self) -> tuple[int, str] | None:
        """How many lines above the end the first line of the cause stands, and the line; None where none is told."""
        for cause in _CAUSES:
            for place, line in enumerate(self.lines):
                if cause.search(line):
                    return len(self.lines) - 1 - place, " ".join(line.removeprefix("E ").split())
        return None


@dataclass(frozen=True)
class Desk:
    """A copy of the project to make mistakes in, with the environment of a tool's tests and a folder for state."""

    tool: str
    project: Path
    python: Path
    home: Path

    @property
    def suite(self) -> Suite:
        """The tool's."""
        return suites()[self.tool]

    def environment(self) -> dict[str, str]:
        """Of a person at work on the copy."""
        database = {"HOST": "127.0.0.1", "USER": "weather", "PASSWORD": "weather", "DATABASE": "weather"}
        return {
            **clean_environment(self.home),
            **{f"WAREHOUSE_{key}": value for key, value in database.items()},
            "PATH": f"{self.python.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(self.project),
            "TMPDIR": str(self.home),
            "DBT_LOG_PATH": str(self.home / "dbt"),
            **self.suite.environment(self.project, self.home),
        }

    def prepare(self) -> None:
        """What exists at the author's desk already: folders, and what the tool needs, such as a database of its own."""
        (self.home / "dbt").mkdir(parents=True, exist_ok=True)
        for name, text in self.suite.files:
            (self.home / name).parent.mkdir(parents=True, exist_ok=True)
            (self.home / name).write_text(text)
        for command in self.suite.prepare:
            self.command(self._program(command))[1].check_returncode()

    def load(self) -> Outcome:
        """Parse the dbt project, import the pipeline."""
        return self._plain("load", [str(self.python), "-c", _LOAD.format(self.suite.load)])

    def validate(self) -> Outcome:
        """The tool's own check of what it loads."""
        return self._plain("validate", self._program(self.suite.validate))

    def unit(self) -> Outcome:
        """The tests that need no database."""
        return self.tests("unit", UNIT)

    def integration(self) -> Outcome:
        """The other tests."""
        return self.tests("integration", tuple(name for name in INTENTIONS if name not in UNIT))

    def tests(self, stage: Stage, intentions: tuple[str, ...]) -> Outcome:
        """The tests of some intentions; a run that collects none, or breaks off, catches the mistake as well."""
        report = self.home / "junit.xml"
        report.unlink(missing_ok=True)
        files = [str(file_of(self.tool, intention)) for intention in intentions]
        command = [str(self.python), "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}", *files]
        seconds, done = self.command(command)
        return Outcome(stage, seconds, done.returncode != 0, done.stdout, _failed(report))

    def _program(self, command: tuple[str, ...]) -> list[str]:
        """A program of the tool's environment, with its arguments."""
        return [str(self.python.with_name(command[0])), *command[1:]]

    def _plain(self, stage: Stage, command: list[str]) -> Outcome:
        seconds, done = self.command(command)
        return Outcome(stage, seconds, done.returncode != 0, done.stdout)

    def command(
        self, command: list[str], environment: Mapping[str, str] | None = None
    ) -> tuple[float, "subprocess.CompletedProcess[str]"]:
        """Run a command as that person would, or with another environment; its seconds, and how it ended."""
        started = time.monotonic()
        try:
            done = subprocess.run(
                command,
                cwd=self.project,
                env=environment or self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=TIMEOUT_S,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            output = late.stdout.decode(errors="replace") if isinstance(late.stdout, bytes) else late.stdout or ""
            done = subprocess.CompletedProcess(command, 1, f"{output}\nTimeoutError: no end after {TIMEOUT_S} s")
        return time.monotonic() - started, done


def _failed(report: Path) -> list[str]:
    """The tests that failed, or could not be collected, as the file and the test's name."""
    if not report.exists():
        return []
    failed = []
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 (our own pytest wrote it)
        if case.find("failure") is not None or case.find("error") is not None:
            module = (case.get("classname") or case.get("name") or "").rsplit(".", 1)[-1]
            failed.append(f"{module}::{case.get('name')}" if case.get("classname") else module)
    return list(dict.fromkeys(failed))
