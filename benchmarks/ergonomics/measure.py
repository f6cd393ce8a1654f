"""All of ergonomics, into one folder: intentions by rounds, their facts, mistakes, change requests.

``python -m benchmarks.ergonomics.measure OUT STATE``, under a keeper: what the folder still lacks is measured.
"""

import os
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from benchmarks.deployment.environments import PROJECT, versions_for
from benchmarks.deployment.kept import outside_pytest
from benchmarks.deployment.progress import FAILED, say
from benchmarks.deployment.services import log_end
from benchmarks.ergonomics.changes import changes
from benchmarks.ergonomics.detection import follow, hunts
from benchmarks.ergonomics.facts import facts
from benchmarks.ergonomics.intentions import INTENTIONS, python
from benchmarks.ergonomics.mistakes import read_mistakes
from benchmarks.errors import BenchError
from benchmarks.metering.machine import check_machine, machine
from benchmarks.runner import make_results_folder
from records.ergonomics import ABOUT, SCHEMA_VERSION, TOOLS, About, Change, Tool


def start(out: Path, rounds: int, command: str) -> About:
    """Make the folder, with what is to be measured in it.

    Raises BenchError where the folder holds something, or an environment of the tests is missing.
    """
    for tool in TOOLS:
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
        machine=machine(),
        versions={tool: versions_for(python(tool)) for tool in TOOLS},
    )
    (out / ABOUT).write_text(about.model_dump_json(indent=2) + "\n")
    return about


def resume(out: Path) -> About:
    """What the folder was begun with.

    Raises BenchError where it is none of ergonomics, or comes from another machine: its times would not compare.
    """
    try:
        about = About.model_validate_json((out / ABOUT).read_text())
    except (FileNotFoundError, ValidationError) as error:
        raise BenchError(f"--resume {out}: holds no {ABOUT} of this version") from error
    check_machine(about.machine, f"--resume {out}")
    return about


def turns(about: About) -> list[tuple[int, str, Tool]]:
    """Round, intention and tool of every timing: round by round, both tools of an intention one after the other."""
    order = random.Random(about.seed)
    found = []
    for number in range(1, about.rounds + 1):
        for intention in order.sample(list(INTENTIONS), len(INTENTIONS)):
            found += [(number, intention, tool) for tool in order.sample(TOOLS, len(TOOLS))]
    return found


def measure(out: Path, state: Path) -> None:
    """Measure what the folder still lacks; what is there stays as it is.

    Raises BenchError where tests fail that nothing is wrong with.
    """
    about, intentions, caught = resume(out), out / "intentions", out / "mistakes"
    intentions.mkdir(exist_ok=True)
    for place, (number, intention, tool) in enumerate(due := turns(about), start=1):
        name = f"{intention}-{tool}-round{number}"
        if not (intentions / f"{name}.json").exists():
            say(f"{place} of {len(due)}: {intention}, {tool}, round {number} of {about.rounds}")
            time_tests(intentions, name, intention, tool, state)
    for intention in INTENTIONS:
        for tool in TOOLS:
            file = intentions / f"{intention}-{tool}.json"
            if not file.exists():
                say(f"{intention}, {tool}: imports, memory, isolation")
                _keep(file, facts(tool, intention, state).model_dump_json(indent=1))
    _keep(out / "changes.json", TypeAdapter(list[Change]).dump_json(list(changes()), indent=1).decode())
    mistakes = read_mistakes()
    caught.mkdir(exist_ok=True)
    missing = {tool: [name for name in mistakes if not (caught / f"{name}-{tool}.json").exists()] for tool in TOOLS}
    if any(missing.values()):
        left = sum(map(len, missing.values()))
        for number, one in enumerate(follow(mistakes, missing, hunts(state, say)), start=1):
            _keep(caught / f"{one.mistake}-{one.tool}.json", one.model_dump_json(indent=1))
            say(f"{number} of {left}: {one.mistake}, {one.tool}: {one.stage}, {one.seconds:.0f} s")


def time_tests(folder: Path, name: str, intention: str, tool: Tool, state: Path) -> None:
    """Let pytest-benchmark time an intention's tests once, cold and warm."""
    log, draft = folder / "logs" / f"{name}.log", folder / f"{name}.part"
    log.parent.mkdir(exist_ok=True)
    command = [
        *(sys.executable, "-m", "pytest", str(PROJECT / "benchmarks" / "ergonomics" / "time_tests.py")),
        *("-p", "no:cacheprovider", f"--benchmark-json={draft}", "--benchmark-disable-gc"),
        *(f"--tool={tool}", f"--intention={intention}", f"--out={log}", f"--home={state / name}"),
    ]
    harness = log.with_suffix(".harness.log")
    with harness.open("w") as output:
        done = subprocess.run(
            command, cwd=PROJECT, env=outside_pytest(), stdout=output, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode:
            raise BenchError(f"the tests of {intention} fail with {tool}; {log_end(harness, 30)}")
    draft.replace(folder / f"{name}.json")
    shutil.rmtree(state / name, ignore_errors=True)


def _keep(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    draft = file.with_suffix(".part")
    draft.write_text(text + "\n")
    draft.replace(file)


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
        os._exit(130)  # not waiting for threads that follow mistakes: the keeper ends what they have started


if __name__ == "__main__":
    main()
