"""All of ergonomics, into one folder: intentions by rounds, their facts, mistakes, change requests.

``python -m benchmarks.ergonomics.measure OUT STATE``, under the supervisor: what the folder still lacks is measured.
"""

import os
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from benchmarks.deployment import variables
from benchmarks.deployment.environments import PROJECT, versions_for
from benchmarks.deployment.services import log_end
from benchmarks.deployment.supervisor import FAILED, say
from benchmarks.ergonomics.changes import changes, requests
from benchmarks.ergonomics.detection import detections, side_by_side, undisturbed
from benchmarks.ergonomics.facts import facts
from benchmarks.ergonomics.intentions import INTENTIONS
from benchmarks.ergonomics.mistakes import read_mistakes
from benchmarks.ergonomics.tools import python, suites
from benchmarks.errors import BenchError
from benchmarks.measuring.folders import make_results_folder
from benchmarks.metering.machine import check_machine, machine
from benchmarks.stacks import registry
from records.ergonomics import ABOUT, About, Change
from records.strict import SCHEMA_VERSION
from records.whole import write_whole


def planned(rounds: int, quiet: int) -> list[str]:
    """What is measured in so many rounds, and with so many runs with no mistake made, a line each."""
    tools = ", ".join(suites())
    return [
        f"{len(INTENTIONS)} test intentions with each of {tools}, cold and warm, {rounds} times",
        f"{len(read_mistakes())} mistakes with each, followed to the stage that catches them",
        f"all stages with no mistake made with each, {quiet} times",
        f"{len(requests())} change requests with each, counted from their patches",
    ]


def start(out: Path, rounds: int, quiet: int, command: str) -> About:
    """Make the folder, with what is to be measured in it; quiet is how many runs have no mistake.

    Raises BenchError where the folder holds something, or an environment of the tests is missing.
    """
    tools = [registry.spec(name) for name in suites()]
    reference = registry.reference(suites())
    assert reference
    for tool in suites():
        if not python(tool).exists():
            raise BenchError(f"the environment of {tool}'s tests is missing; 'make ergonomics' makes it")
    make_results_folder(out)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=False)
    about = About(
        schema_version=SCHEMA_VERSION,
        created_at=datetime.now(UTC),
        command=command,
        commit=commit.stdout.strip() or None,
        seed=random.SystemRandom().randrange(2**31),
        rounds=rounds,
        undisturbed=quiet,
        tools=[tool.recorded() for tool in tools],
        reference=reference,
        machine=machine(),
        versions={tool.name: versions_for(python(tool.name), tool.packages) for tool in tools},
    )
    write_whole(out / ABOUT, about.model_dump_json(indent=2) + "\n")
    return about


def resume(out: Path) -> About:
    """What the folder was begun with.

    Raises BenchError where it is none of ergonomics, is of another version or of other tools, or comes from another
    machine: its times would not compare.
    """
    try:
        about = About.model_validate_json((out / ABOUT).read_text())
    except FileNotFoundError as error:
        raise BenchError(f"--resume {out}: holds no {ABOUT}: it is not a folder of ergonomics") from error
    except ValidationError as error:
        raise BenchError(
            f"--resume {out}: another version wrote its {ABOUT}, and only that version can resume it; "
            "start anew with 'bench ergonomics'"
        ) from error
    if (tools := [tool.name for tool in about.tools]) != list(suites()):
        raise BenchError(
            f"--resume {out}: was begun with {', '.join(tools)}, and the tools are now {', '.join(suites())}; "
            "start anew with 'bench ergonomics'"
        )
    check_machine(about.machine, f"--resume {out}")
    return about


def turns(about: About) -> list[tuple[int, str, str]]:
    """Round, intention and tool of every timing: round by round, all tools of an intention one after the other."""
    order = random.Random(about.seed)
    found = []
    for number in range(1, about.rounds + 1):
        for intention in order.sample(list(INTENTIONS), len(INTENTIONS)):
            found += [(number, intention, tool) for tool in order.sample(list(suites()), len(suites()))]
    return found


def measure(out: Path, state: Path) -> None:
    """Measure what the folder still lacks; what is there stays as it is.

    Raises BenchError where tests fail that nothing is wrong with.
    """
    about, intentions, caught, quiet = resume(out), out / "intentions", out / "mistakes", out / "undisturbed"
    for folder in (intentions, caught, quiet):
        folder.mkdir(exist_ok=True)
    for place, (number, intention, tool) in enumerate(due := turns(about), start=1):
        name = f"{intention}-{tool}-round{number}"
        if not (intentions / f"{name}.json").exists():
            say(f"{place} of {len(due)}: {intention}, {tool}, round {number} of {about.rounds}")
            time_tests(intentions, name, intention, tool, state)
    for intention in INTENTIONS:
        for tool in suites():
            file = intentions / f"{intention}-{tool}.json"
            if not file.exists():
                say(f"{intention}, {tool}: imports, memory, isolation")
                write_whole(file, facts(tool, intention, state).model_dump_json(indent=1) + "\n")
    counted = TypeAdapter(list[Change]).dump_json(list(changes()), indent=1).decode()
    write_whole(out / "changes.json", counted + "\n")
    mistakes = read_mistakes()
    runs = {
        tool: [run for run in range(1, about.undisturbed + 1) if not (quiet / f"{tool}-run{run}.json").exists()]
        for tool in suites()
    }
    missing = {tool: [name for name in mistakes if not (caught / f"{name}-{tool}.json").exists()] for tool in suites()}
    if not any([*runs.values(), *missing.values()]):
        return
    detecting = detections(state, say)
    for each in side_by_side(runs, lambda tool, run: undisturbed(detecting[tool].desk, run)):
        write_whole(quiet / f"{each.tool}-run{each.run}.json", each.model_dump_json(indent=1) + "\n")
        said = ", ".join(each.by) or ("a stage failed" if each.false_alarm else "nothing failed")
        say(f"no mistake made, {each.tool}, run {each.run} of {about.undisturbed}: {said}")
    left = sum(map(len, missing.values()))
    followed = side_by_side(missing, lambda tool, name: detecting[tool].of(name, mistakes[name]))
    for number, one in enumerate(followed, start=1):
        write_whole(caught / f"{one.mistake}-{one.tool}.json", one.model_dump_json(indent=1) + "\n")
        say(f"{number} of {left}: {one.mistake}, {one.tool}: {one.stage}, {one.seconds:.0f} s")


def time_tests(folder: Path, name: str, intention: str, tool: str, state: Path) -> None:
    """Let pytest-benchmark time an intention's tests once, cold and warm."""
    log, draft = folder / "logs" / f"{name}.log", folder / f"{name}.part"
    log.parent.mkdir(exist_ok=True)
    command = [
        *(sys.executable, "-m", "pytest", str(PROJECT / "benchmarks" / "ergonomics" / "time_tests.py")),
        *("-p", "benchmarks.ergonomics.options", "-p", "no:cacheprovider"),
        *(f"--benchmark-json={draft}", "--benchmark-disable-gc"),
        *(f"--tool={tool}", f"--intention={intention}", f"--out={log}", f"--home={state / name}"),
    ]
    harness = log.with_suffix(".harness.log")
    with harness.open("w") as output:
        done = subprocess.run(
            command, cwd=PROJECT, env=variables.ours(), stdout=output, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode:
            raise BenchError(f"the tests of {intention} fail with {tool}; {log_end(harness, 30)}")
    draft.replace(folder / f"{name}.json")
    shutil.rmtree(state / name, ignore_errors=True)


def main() -> None:
    """Measure into the folder of sys.argv, with state in the other."""
    out, state = map(Path, sys.argv[1:])
    state.mkdir(parents=True, exist_ok=True)
    state.chmod(0o755)
    try:
        measure(out, state)
    except BenchError as error:
        say(f"{FAILED}{error}")
        sys.exit(1)
    except KeyboardInterrupt:
        os._exit(130)  # not waiting for threads that follow mistakes: the supervisor ends what they have started


if __name__ == "__main__":
    main()
