"""A run: make the ground, then measure the plan's items one by one, each in a process of its own."""

import json
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import environments
from benchmarks.contenders import Contender, contender
from benchmarks.environments import PROJECT
from benchmarks.errors import BenchError
from benchmarks.kept import run_kept
from benchmarks.plan import Item, items, write_plan
from benchmarks.progress import FAILED
from benchmarks.services import log_end
from report.result_format import Measurement, Plan

RESULTS = PROJECT / "results"

Tell = Callable[[str], None]


def new_results_folder() -> Path:
    """A results folder named by now and this machine."""
    machine = re.sub(r"[^A-Za-z0-9.-]+", "-", platform.node()) or "machine"
    return RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{machine}"


def newest_results_folder() -> Path:
    """The results folder that was started last.

    Raises BenchError where there is none.
    """
    folders = sorted(plan.parent for plan in RESULTS.glob("20*/plan.json"))  # not the reference result
    if not folders:
        raise BenchError(f"there are no results in {RESULTS}; make some with 'bench run'")
    return folders[-1]


@contextmanager
def state_folder() -> Iterator[Path]:
    """The run folder: all that the stacks write; a short path, because sockets have one."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        # PostgreSQL drops root's rights and has to pass through.
        Path(folder).chmod(0o755)
        yield Path(folder)


def make_environments(plan: Plan, tell: Tell) -> None:
    """Make, or bring up to date, the environment of every stack of the plan, bare's always."""
    for stack in sorted({"bare", *(contender(name).stack for name in plan.contenders)}):
        tell(f"environment of {stack}")
        environments.make(stack)


def prepare(plan: Plan, out: Path, state: Path, tell: Tell) -> Path:
    """Write the plan and make the ground; return the ground's folder.

    Raises BenchError where bare or a stack's preparation fails.
    """
    out.mkdir(parents=True, exist_ok=True)
    write_plan(plan, out)
    ground, log = state / "ground", out / "logs" / "ground" / "ground.log"
    if run_kept([sys.executable, "-m", "benchmarks.ground", str(out), str(ground)], state / "prepare", log, tell):
        raise BenchError(f"the ground could not be made; {log_end(log)}")
    return ground


def measure(item: Item, out: Path, ground: Path, state: Path, tell: Tell) -> Measurement:
    """Measure one item of the plan; its file is there when this returns, and is never touched again.

    Raises BenchError where there is no measurement, such as when a service does not start.
    """
    target, log = out / "measurements" / f"{item.name}.json", out / "logs" / item.name / "harness.log"
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(".part")
    home = state / item.name
    command = [
        *(sys.executable, "-m", "pytest", str(PROJECT / "benchmarks" / "scenarios" / f"{item.scenario}.py")),
        *("--capture=no", "-p", "no:cacheprovider", f"--benchmark-json={draft}", "--benchmark-disable-gc"),
        *(f"--out={out}", f"--ground={ground}", f"--home={home}", f"--item={item.name}"),
    ]
    said: list[str] = []

    def tell_and_keep(doing: str) -> None:
        said.append(doing)
        tell(doing)

    if run_kept(command, home, log, tell_and_keep):
        first = next((place for place, doing in enumerate(said) if doing.startswith(FAILED)), None)
        raise BenchError("\n".join(said[first:]).removeprefix(FAILED) if first is not None else log_end(log))
    draft.replace(target)
    return Measurement.model_validate(json.loads(target.read_text())["benchmarks"][0]["extra_info"])


def run(plan: Plan, out: Path, tell: Tell, finished: Callable[[Item, Measurement | BenchError], None]) -> None:
    """Run the whole plan, in environments that are made; finished is told of every item, measured or not."""
    with state_folder() as state:
        ground = prepare(plan, out, state, tell)
        for item in items(plan):
            try:
                finished(item, measure(item, out, ground, state, tell))
            except BenchError as error:
                finished(item, error)


def up(chosen: Contender, source: str, tell: Tell) -> None:
    """Bring one stack up, and stay until Ctrl-C; raises BenchError where it ends by itself."""
    for stack in ("bare", chosen.stack):
        environments.make(stack)
    with state_folder() as state:
        log = state / "up.log"
        if run_kept(
            [sys.executable, "-m", "benchmarks.up", chosen.name, str(state / "up"), source], state / "up", log, tell
        ):
            raise BenchError(f"{chosen.name} ended; {log_end(log)}")
