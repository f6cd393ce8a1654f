"""A run: make the baseline, then measure what the plan still lacks, one by one, each in a process of its own."""

import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic_core import from_json

from benchmarks.deployment import environments
from benchmarks.deployment.environments import PROJECT
from benchmarks.deployment.supervisor import Tell, run_told
from benchmarks.errors import BenchError
from benchmarks.measuring.folders import make_results_folder, state_folder
from benchmarks.measuring.plan_file import write_plan
from benchmarks.measuring.schedule import Item, items
from benchmarks.metering import images, step_log
from benchmarks.metering.machine import check_machine
from benchmarks.scenarios.registry import scenario
from benchmarks.stacks.addresses import addresses, check_source, compose_project
from benchmarks.stacks.loading import stack_of
from benchmarks.stacks.registry import contender, control, spec, specs
from benchmarks.stacks.spec import Contender
from benchmarks.stacks.stack import Deployment
from records.footprint import FOOTPRINT
from records.measurement import Measurement
from records.plan import PLAN, Plan
from records.whole import write_whole
from shared_etl.errors import sentence

Finished = Callable[[Item, Measurement | BenchError], None]
Measure = Callable[[Item], Measurement]


def make_environments(contenders: list[Contender], tell: Tell) -> None:
    """Make, or bring up to date, the environment of each contender, and the control's always."""
    needed = {control().name, *(spec(one.stack).environment_of(one) for one in contenders)}
    for stack in specs().values():
        for name, group in stack.environments().items():
            if name in needed:
                tell(f"environment of {name}")
                environments.make(name, group)


def started(plan: Plan) -> list[Contender]:
    """The contenders that a run of the plan starts itself."""
    return [contender(one.name) for one in plan.contenders] if plan.target == "embedded" else []


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


def reach(plan: Plan, left: list[Item]) -> None:
    """Nothing where the harness starts the stacks, or nothing is left to measure.

    Raises BenchError where one that is up already cannot be reached, or is not what the plan takes it for.
    """
    if not left:
        return
    check_source(plan)
    concurrency = max(case.concurrency for case in plan.cases)
    places = addresses(plan)
    for one in plan.contenders if places else ():
        address = places[one.stack]
        here = Path()
        with stack_of(Deployment(contender(one.name), address, here, here, {}, concurrency=concurrency)).running():
            step_log.check(address.warehouse, f"{address.about}: the warehouse of {address.warehouse_from}")


def run(plan: Plan, out: Path, tell: Tell, finished: Finished) -> None:
    """Measure all of the plan that is not measured yet, in environments that are made.

    finished is told of every item, measured or not.
    """
    if not unfinished(plan, out):
        return
    with measuring(plan, out, tell) as measure:
        for item in unfinished(plan, out):
            try:
                finished(item, measure(item))
            except BenchError as error:
                finished(item, error)


@contextmanager
def measuring(plan: Plan, out: Path, tell: Tell) -> Iterator[Measure]:
    """Hold the results folder, make the baseline, and measure items of the plan, each in a process of its own.

    An item's file is there when its measurement is returned, and is never touched again. Raises BenchError where the
    baseline cannot be made, or there is no measurement, such as when a service does not start.
    """
    with _alone(out), state_folder() as state:
        baseline = _prepare(out, state, tell)
        yield lambda item: _measure(item, plan, out, baseline, state, tell)


def _measure(item: Item, plan: Plan, out: Path, baseline: Path, state: Path, tell: Tell) -> Measurement:
    target, log = measurement_file(out, item), out / "logs" / item.name / "harness.log"
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(".part")
    home = state / item.name
    asked = scenario(item.scenario)
    driver = asked.driver if plan.target == "embedded" else asked.attached_driver
    command = [
        *(sys.executable, "-m", "pytest", str(driver)),
        # No plugin but the one that measures: finding and loading the others would take a second each time.
        *("--disable-plugin-autoload", "-p", "pytest_benchmark.plugin", "-p", "no:cacheprovider"),
        *("-p", "benchmarks.measuring.options"),
        *("--capture=no", f"--benchmark-json={draft}", "--benchmark-disable-gc"),
        *(f"--out={out}", f"--baseline={baseline}", f"--home={home}", f"--item={item.name}"),
    ]
    run_told(command, home, log, tell)
    if '"extra_info": {}' in draft.read_text():
        ends_in = "benchmark.extra_info.update(measurement.model_dump(mode='json'))"
        raise BenchError(f"{driver}: recorded nothing; a driver ends in {ends_in}")
    _keep(draft, target)
    return _read(target)


def _prepare(out: Path, state: Path, tell: Tell) -> Path:
    """Make the baseline; return its folder.

    Raises BenchError where bare or a stack's preparation fails.
    """
    baseline, log = state / "baseline", out / "logs" / "baseline" / "baseline.log"
    command = [sys.executable, "-m", "benchmarks.scenarios.prepare", str(out), str(baseline)]
    try:
        run_told(command, state / "prepare", log, tell)
    except BenchError as error:
        raise BenchError(f"the baseline could not be made: {error}") from error
    return baseline


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the results folder; raises BenchError where another run does. The system lets go of it when we end."""
    with (out / PLAN).open() as plan:
        try:
            fcntl.flock(plan, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BenchError(f"{out}: another run is measuring into it; wait for it, or stop it") from error
        yield


def _record_footprint(plan: Plan, out: Path, tell: Tell, *, time_builds: bool) -> None:
    project = compose_project()
    build_s = {}
    for stack in plan.stacks if time_builds else ():
        tell(f"building the image of {stack.name} anew")
        name, took = images.build(project, stack.name, PROJECT)
        build_s[name] = took
    found = images.footprint(project, build_s)
    write_whole(out / FOOTPRINT, found.model_dump_json(indent=2) + "\n")


def _keep(draft: Path, target: Path) -> None:
    """Give a finished file its name, when all that was written with it is on the disk: whole or absent, always."""
    os.sync()
    draft.replace(target)
    os.sync()


def _read(file: Path) -> Measurement:
    try:
        content = from_json(file.read_bytes(), allow_inf_nan=False)
        return Measurement.model_validate(content["benchmarks"][0]["extra_info"])
    except OSError as error:
        raise BenchError(sentence(error)) from error
    except (ValueError, LookupError, TypeError) as error:
        raise BenchError(f"{file} is not a measurement of this version; 'bench validate' says where") from error
