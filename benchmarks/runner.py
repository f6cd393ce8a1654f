"""A run: make the ground, then measure what the plan still lacks, one by one, each in a process of its own."""

import fcntl
import json
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.deployment import environments
from benchmarks.deployment.addresses import addresses, check_source, compose_project
from benchmarks.deployment.environments import PROJECT
from benchmarks.deployment.kept import run_kept
from benchmarks.deployment.progress import FAILED
from benchmarks.deployment.services import log_end
from benchmarks.errors import BenchError
from benchmarks.measuring.schedule import PLAN_FILE, Item, items, write_plan
from benchmarks.metering import containers, step_log
from benchmarks.metering.machine import check_machine
from benchmarks.scenarios.rerun.faults import TROUBLES
from benchmarks.stacks import Deployment, stack_of
from benchmarks.stacks.registry import Contender, contender
from records.measurement import FOOTPRINT, Measurement, Plan

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
    """Make, or bring up to date, the environment of every stack that the plan starts, bare's always."""
    started = [contender(name).stack for name in plan.contenders] if plan.target == "embedded" else []
    for stack in sorted({"bare", *started}):
        tell(f"environment of {stack}")
        environments.make(stack)


def make_results_folder(out: Path) -> None:
    """Make a results folder.

    Raises BenchError where the folder holds something: results are never overwritten.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BenchError(f"--out {out}: is not empty, and results are never overwritten; name a new folder")
    out.mkdir(parents=True, exist_ok=True)


def start(plan: Plan, out: Path, tell: Tell, *, time_builds: bool = False) -> None:
    """Make the results folder with its plan and, on the target compose, what containers and images take.

    Raises BenchError where it holds something, or an image that is to be timed cannot be built.
    """
    make_results_folder(out)
    if plan.target == "compose":
        _record_footprint(plan, out, tell, time_builds=time_builds)
    write_plan(plan, out)


def measurement_file(out: Path, item: Item) -> Path:
    """Where the item's measurement is, as soon as it is finished."""
    return out / "measurements" / f"{item.name}.json"


def unfinished(plan: Plan, out: Path) -> list[Item]:
    """The items that have no measurement yet, in order.

    Raises BenchError where a finished one comes from another machine: its times would not compare.
    """
    left = []
    for item in items(plan):
        file = measurement_file(out, item)
        if file.exists():
            check_machine(_read(file).machine, file.name)
        else:
            left.append(item)
    return left


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the results folder; raises BenchError where another run does. The system lets go of it when we end."""
    with (out / PLAN_FILE).open() as plan:
        try:
            fcntl.flock(plan, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BenchError(f"{out}: another run is measuring into it; wait for it, or stop it") from error
        yield


def _prepare(out: Path, state: Path, tell: Tell) -> Path:
    """Make the ground; return its folder.

    Raises BenchError where bare or a stack's preparation fails.
    """
    ground, log = state / "ground", out / "logs" / "ground" / "ground.log"
    if run_kept(
        [sys.executable, "-m", "benchmarks.measuring.baseline", str(out), str(ground)], state / "prepare", log, tell
    ):
        raise BenchError(f"the ground could not be made; {log_end(log)}")
    return ground


def reach(plan: Plan, left: list[Item]) -> None:
    """Nothing where the harness starts the stacks, or nothing is left to measure.

    Raises BenchError where one that is up already cannot be reached, or is not what the plan takes it for.
    """
    if not left:
        return
    check_source(plan)
    concurrency = max(case.concurrency for case in plan.cases)
    places = addresses(plan)
    for name in plan.contenders if places else ():
        chosen = contender(name)
        address = places[chosen.stack]
        here = Path()
        with stack_of(chosen.stack, Deployment(chosen, address, here, here, {}, concurrency=concurrency)).running():
            step_log.check(address.warehouse, f"{address.about}: the warehouse of {address.warehouse_from}")


def _record_footprint(plan: Plan, out: Path, tell: Tell, *, time_builds: bool) -> None:
    project = compose_project()
    build_s = {}
    for stack in sorted({contender(name).stack for name in plan.contenders}) if time_builds else ():
        tell(f"building the image of {stack} anew")
        name, took = containers.build(project, stack)
        build_s[name] = took
    found = containers.footprint(project, build_s)
    (out / FOOTPRINT).write_text(found.model_dump_json(indent=2) + "\n")


def measure(item: Item, plan: Plan, out: Path, ground: Path, state: Path, tell: Tell) -> Measurement:
    """Measure one item of the plan; its file is there when this returns, and is never touched again.

    Raises BenchError where there is no measurement, such as when a service does not start.
    """
    target, log = measurement_file(out, item), out / "logs" / item.name / "harness.log"
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(".part")
    home = state / item.name
    how = (
        "backfill/measure_attached"
        if plan.target != "embedded"
        else "rerun/measure"
        if item.scenario in TROUBLES
        else "backfill/measure"
    )
    command = [
        *(sys.executable, "-m", "pytest", str(PROJECT / "benchmarks" / "scenarios" / f"{how}.py")),
        # No plugin but the one that measures: finding and loading the others would take a second each time.
        *("--disable-plugin-autoload", "-p", "pytest_benchmark.plugin", "-p", "no:cacheprovider"),
        *("--capture=no", f"--benchmark-json={draft}", "--benchmark-disable-gc"),
        *(f"--out={out}", f"--ground={ground}", f"--home={home}", f"--item={item.name}"),
    ]
    _run_told(command, home, log, tell)
    _keep(draft, target)
    return _read(target)


def _keep(draft: Path, target: Path) -> None:
    """Give a finished file its name, when all that was written with it is on the disk: whole or absent, always."""
    os.sync()
    draft.replace(target)
    os.sync()


def _read(file: Path) -> Measurement:
    try:
        return Measurement.model_validate(json.loads(file.read_text())["benchmarks"][0]["extra_info"])
    except (ValueError, LookupError) as error:
        raise BenchError(f"{file} is not a measurement of this version; 'bench validate' says where") from error


def run(plan: Plan, out: Path, tell: Tell, finished: Callable[[Item, Measurement | BenchError], None]) -> None:
    """Measure all of the plan that is not measured yet, in environments that are made.

    finished is told of every item, measured or not.
    """
    with _alone(out), state_folder() as state:
        left = unfinished(plan, out)
        if not left:
            return
        ground = _prepare(out, state, tell)
        for item in left:
            try:
                finished(item, measure(item, plan, out, ground, state, tell))
            except BenchError as error:
                finished(item, error)


def ergonomics(out: Path, tell: Tell) -> None:
    """Measure all of ergonomics that the folder still lacks.

    Raises BenchError where tests fail that nothing is wrong with.
    """
    with state_folder() as state:
        command = [sys.executable, "-m", "benchmarks.ergonomics.measure", str(out), str(state / "e")]
        log = out / "logs" / "ergonomics.log"
        _run_told(command, state / "e", log, tell)


def _run_told(command: list[str], folder: Path, log: Path, tell: Tell) -> None:
    """Run the command under a keeper; raises BenchError with why it gave up, as it told, where it did."""
    said: list[str] = []

    def tell_and_keep(doing: str) -> None:
        said.append(doing)
        tell(doing)

    if run_kept(command, folder, log, tell_and_keep):
        first = next((place for place, doing in enumerate(said) if doing.startswith(FAILED)), None)
        raise BenchError("\n".join(said[first:]).removeprefix(FAILED) if first is not None else log_end(log))


def up(chosen: Contender, source: str, tell: Tell) -> None:
    """Bring one stack up, and stay until Ctrl-C; raises BenchError where it ends by itself."""
    for stack in ("bare", chosen.stack):
        environments.make(stack)
    with state_folder() as state:
        log = state / "up.log"
        if run_kept(
            [sys.executable, "-m", "benchmarks.cli.up", chosen.name, str(state / "up"), source], state / "up", log, tell
        ):
            raise BenchError(f"{chosen.name} ended; {log_end(log)}")
