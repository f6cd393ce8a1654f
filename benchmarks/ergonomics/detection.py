"""Each mistake, made in a copy of the project with each tool, and followed until it is caught."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.ergonomics.copies import copy_project
from benchmarks.ergonomics.intentions import UNIT
from benchmarks.ergonomics.mistakes import Mistake, made
from benchmarks.ergonomics.stages import Desk, Outcome
from benchmarks.ergonomics.tools import python, suites
from benchmarks.errors import BenchError
from benchmarks.metering.parity import same_files
from records.ergonomics import Caught, Step, Undisturbed
from records.names import CONTROL

_DAYS = 2
Due = TypeVar("Due")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Detection:
    """A tool's copy of the project, and the tables that its backfill leaves where there is no mistake."""

    desk: Desk
    right: Path

    def of(self, name: str, mistake: Mistake) -> Caught:
        """Follow one mistake; the copy is as before when this returns."""
        tool = self.desk.tool
        if tool in mistake.absent:
            return _caught(name, mistake, tool, [], message=mistake.absent[tool])
        with made(mistake.edits(tool), self.desk.project):
            outcomes: list[Outcome] = []
            for stage in _stages(self.desk):
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
        """A real backfill; also whether it left the right tables, None where it failed."""
        out = self.desk.home / "run"
        shutil.rmtree(out, ignore_errors=True)
        outcome = backfill(self.desk, out)
        left = tables(out)
        return outcome, None if outcome.caught or not left else same_files(self.right, left)


def detections(state: Path, tell: Callable[[str], None]) -> dict[str, Detection]:
    """One for each tool, ready to follow mistakes.

    Raises BenchError where something is caught without any mistake.
    """
    found = {}
    for tool in suites():
        tell(f"{tool}: a copy of the project, and every stage without a mistake")
        desk = Desk(tool, copy_project(state / tool / "project"), python(tool), state / tool / "home")
        desk.prepare()
        right = state / tool / "right"
        for outcome in (*(stage() for stage in _stages(desk)), backfill(desk, right)):
            if outcome.caught:
                raise BenchError(f"{tool}: without any mistake {outcome.stage} fails:\n{outcome.output[-3000:]}")
        left = tables(right)
        assert left
        found[tool] = Detection(desk, left)
    return found


def backfill(desk: Desk, out: Path) -> Outcome:
    """A backfill of the copy by the tool's default contender, as `bench run` does it; caught where the tool fails."""
    command = [sys.executable, "-m", "benchmarks.cli", "run", "backfill", "--contender", desk.tool, "--out", str(out)]
    command += ["--days", str(_DAYS), "--rounds", "1", "--warm-ups", "0"]
    seconds, done = desk.command(command, {**os.environ, "PYTHONPATH": str(desk.project)})
    # Other tables than bare's fail the command as well, and no backfill would tell of them.
    measured = [json.loads(file.read_text())["benchmarks"][0] for file in out.glob("measurements/*.json")]
    completed = any(one["extra_info"]["outcome"] == "completed" for one in measured)
    return Outcome("run", seconds, done.returncode != 0 and not completed, done.stdout)


def tables(out: Path) -> Path | None:
    """The folder of the tables that a run's one contender left, beside the control's; None where it left none."""
    return next((folder for folder in out.glob("tables/*/*") if folder.name != CONTROL), None)


def undisturbed(desk: Desk, run: int) -> Undisturbed:
    """Every stage once with no mistake made, also those after one that fails."""
    outcomes = [stage() for stage in _stages(desk)]
    failed = [test for one in outcomes for test in one.failed_tests]
    return Undisturbed(tool=desk.tool, run=run, steps=_steps(outcomes), by=failed)


def side_by_side(due: Mapping[str, Sequence[Due]], of: Callable[[str, Due], Found]) -> Iterator[Found]:
    """What comes of all that is due with each tool, one after another; the tools each on a core of its own."""
    left = {tool: list(own) for tool, own in due.items()}

    def next_of(tool: str) -> Found | None:
        return of(tool, left[tool].pop(0)) if left[tool] else None

    threads = ThreadPoolExecutor(len(due))
    try:
        running = {threads.submit(next_of, tool): tool for tool in due}
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                tool = running.pop(done)
                if (found := done.result()) is not None:
                    yield found
                    running[threads.submit(next_of, tool)] = tool
    finally:
        threads.shutdown(wait=False)  # after Ctrl-C nobody wants to wait for the end of the mistakes at hand


def _stages(desk: Desk) -> tuple[Callable[[], Outcome], ...]:
    return desk.load, desk.validate, desk.unit, desk.integration


def _steps(outcomes: list[Outcome]) -> list[Step]:
    return [Step(stage=one.stage, seconds=round(one.seconds, 2), caught=one.caught) for one in outcomes]


def _caught(name: str, mistake: Mistake, tool: str, outcomes: list[Outcome], **more: Any) -> Caught:
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
        steps=_steps(outcomes),
        by=[test for one in outcomes for test in one.failed_tests],
        named_test_failed=more.get("named"),
        output_lines=len(last.lines) if last and last.caught else None,
        cause_from_end=cause[0] if cause else None,
        message=more.get("message") or (cause[1][:300] if cause else None),
        tables_right=more.get("tables_right"),
    )
