"""Commands run under a keeper: whatever happens to the harness, nothing of theirs stays behind."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from benchmarks.deployment.environments import PROJECT
from benchmarks.deployment.progress import said
from benchmarks.deployment.supervisor import keeping


def outside_pytest() -> dict[str, str]:
    """This process's environment without what would lead pytest: neither its user's options nor a pytest around us."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}


def run_kept(command: list[str], folder: Path, log: Path, tell: Callable[[str], None]) -> int:
    """Run the command to its end, its output into the log, what it says to tell; return its exit code.

    folder is for the state of what it starts, inside the run's own; it is removed in the end. On Ctrl-C the command is
    stopped in an orderly way and KeyboardInterrupt goes on.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    state = folder.parent
    runtime = state / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    with (
        log.open("a") as output,
        subprocess.Popen(
            keeping(state, folder, command),
            cwd=PROJECT,
            env={**outside_pytest(), "PYTHONUNBUFFERED": "1", "XDG_RUNTIME_DIR": str(runtime)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # neither Ctrl-C nor a kill of our group reaches the keeper
        ) as keeper,
    ):
        assert keeper.stdin
        assert keeper.stdout
        try:
            for line in keeper.stdout:
                if (doing := said(line)) is not None:
                    tell(doing)
                else:
                    output.write(line)
                    output.flush()
            return keeper.wait()
        except BaseException:
            keeper.stdin.close()
            keeper.stdout.read()  # what it prints while it stops
            keeper.wait()
            raise
