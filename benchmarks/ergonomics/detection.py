"""Each mistake, made in a copy of the project with each tool, and followed until it is caught."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.deployment.environments import PROJECT
from benchmarks.ergonomics.intentions import UNIT, python
from benchmarks.ergonomics.mistakes import Mistake, made
from benchmarks.ergonomics.stages import Desk, Outcome
from benchmarks.errors import BenchError
from benchmarks.metering.parity import same_files
from records.ergonomics import TOOLS, Caught, Step, Tool

_COPIED = ("airflow_dags", "dagster_defs", "dbt_project", "shared_etl", "benchmarks", "records", "report", "tests")
_DAYS = 2


@dataclass(frozen=True)
class Hunt:
    """A tool's copy of the project, and what its backfill leaves where there is no mistake."""

    desk: Desk
    right: Path

    def of(self, name: str, mistake: Mistake) -> Caught:
        """Follow one mistake; the copy is as before when this returns."""
        tool = self.desk.tool
        if tool in mistake.absent:
            return _caught(name, mistake, tool, [], message=mistake.absent[tool])
        with made(mistake.edits(tool), self.desk.project):
            outcomes: list[Outcome] = []
            for stage in (self.desk.load, self.desk.validate, self.desk.unit, self.desk.integration):
                outcomes.append(stage())
                if outcomes[-1].caught:
                    return _caught(name, mistake, tool, outcomes, named=self._named(mistake, outcomes))
            run, tables_right = self._backfill()
            return _caught(
                name, mistake, tool, [*outcomes, run], named=self._named(mistake, outcomes), tables_right=tables_right
            )

    def _named(self, mistake: Mistake, outcomes: list[Outcome]) -> bool | None:
        """Whether the tests of the intention that is meant to catch it fail; they are run where they were not."""
        if mistake.intention is None:
            return None
        stage = "unit" if mistake.intention in UNIT else "integration"
        done = next((one for one in outcomes if one.stage == stage), None)
        if done is None:
            return self.desk.tests(stage, (mistake.intention,)).caught  # type: ignore[arg-type]
        return any(f"_{mistake.intention}" in test.split("::")[0] for test in done.failed_tests)

    def _backfill(self) -> tuple[Outcome, bool | None]:
        """A real backfill by the tuned contender; also whether it left the right tables, None where it failed."""
        out = self.desk.home / "run"
        shutil.rmtree(out, ignore_errors=True)
        outcome = backfill(self.desk, f"{self.desk.tool}:tuned", out)
        kept = [folder for folder in out.glob("tables/*/*") if folder.name != "bare"]
        return outcome, None if outcome.caught or not kept else same_files(self.right, kept[0])


def backfill(desk: Desk, contender: str, out: Path) -> Outcome:
    """A backfill of the copy by a contender, as `bench run` does it; caught where the orchestrator says it failed."""
    command = [sys.executable, "-m", "benchmarks.cli", "run", "backfill", "--contender", contender, "--out", str(out)]
    command += ["--days", str(_DAYS), "--rounds", "1", "--warm-ups", "0"]
    seconds, done = desk.command(command, {**os.environ, "PYTHONPATH": str(desk.project)})
    said = done.stdout
    failed = " differences from bare" not in said and done.returncode != 0
    return Outcome("run", seconds, failed, said)


def hunts(state: Path, tell: Callable[[str], None]) -> dict[Tool, Hunt]:
    """A hunt for each tool, ready to begin.

    Raises BenchError where something is caught without any mistake.
    """
    found: dict[Tool, Hunt] = {}
    for tool in TOOLS:
        tell(f"{tool}: a copy of the project, and every stage without a mistake")
        desk = Desk(tool, copy_project(state / tool / "project"), python(tool), state / tool / "home")
        desk.prepare()
        right = state / tool / "right"
        stages = (desk.load, desk.validate, desk.unit, desk.integration)
        for outcome in (*(stage() for stage in stages), backfill(desk, f"{tool}:tuned", right)):
            if outcome.caught:
                raise BenchError(f"{tool}: without any mistake {outcome.stage} fails:\n{outcome.output[-3000:]}")
        (tables,) = (folder for folder in right.glob("tables/*/*") if folder.name != "bare")
        found[tool] = Hunt(desk, tables)
    return found


def copy_project(project: Path) -> Path:
    """Copy what a mistake can be made in and what it is followed with; returns the copy."""
    for name in _COPIED:
        shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("__pycache__", "target"))
    for name in ("pyproject.toml", "uv.lock", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, project / name)
    (project / ".tools").symlink_to(PROJECT / ".tools")
    return project


def follow(mistakes: dict[str, Mistake], due: dict[Tool, list[str]], hunting: dict[Tool, Hunt]) -> Iterator[Caught]:
    """Follow the mistakes that are due with each tool, by name; the tools side by side, each on a core of its own."""
    left = {tool: list(names) for tool, names in due.items()}

    def next_of(tool: Tool) -> Caught | None:
        if not left[tool]:
            return None
        name = left[tool].pop(0)
        return hunting[tool].of(name, mistakes[name])

    both = ThreadPoolExecutor(len(TOOLS))
    try:
        running = {both.submit(next_of, tool): tool for tool in TOOLS}
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                tool = running.pop(done)
                if (caught := done.result()) is not None:
                    yield caught
                    running[both.submit(next_of, tool)] = tool
    finally:
        both.shutdown(wait=False)  # after Ctrl-C nobody wants to wait for the end of two mistakes


def _caught(name: str, mistake: Mistake, tool: Tool, outcomes: list[Outcome], **more: Any) -> Caught:
    last = outcomes[-1] if outcomes else None
    stage = "absent" if last is None else last.stage if last.caught else "never"
    cause = last.cause if last and last.caught else None
    return Caught(
        mistake=name,
        about=mistake.about,
        kind=mistake.kind,
        tool=tool,
        intention=mistake.intention,
        stage=stage,
        steps=[Step(stage=one.stage, seconds=round(one.seconds, 2), caught=one.caught) for one in outcomes],
        by=[test for one in outcomes for test in one.failed_tests],
        named_test_failed=more.get("named"),
        output_lines=len(last.lines) if last and last.caught else None,
        cause_from_end=cause[0] if cause else None,
        message=more.get("message") or (cause[1][:300] if cause else None),
        tables_right=more.get("tables_right"),
    )
