"""Run a command, and leave nothing of it: ``python -m tests.supervised pytest …``

What it starts, daemons included, ends with it: also where it is interrupted (Ctrl-C, SIGTERM) or this process is
killed. Its temporary files are in a folder of their own, which goes too; containers of its Compose projects are taken
down.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.deployment.supervisor import supervised

PROJECTS = "WEATHER_COMPOSE_PROJECTS"
"""The variable that names the file in which tests note their Compose projects, a line each."""


def main() -> int:
    """Run the command of sys.argv; return its exit code, 130 where it was interrupted."""
    # A short path that others can pass through: sockets are in it, and another user runs the PostgreSQL server.
    state = Path(tempfile.mkdtemp(prefix="t-"))
    state.chmod(0o755)
    own = state / "t"
    own.mkdir()
    projects = state / "compose"
    environment = os.environ | {"TMPDIR": str(own), PROJECTS: str(projects)}
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command = supervised(state, own, sys.argv[1:])
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, start_new_session=True)
    assert process.stdin
    try:
        code = process.wait()
    except KeyboardInterrupt:
        # The supervisor asks the command to end, waits for it, and then ends whatever is left.
        process.stdin.close()
        process.wait()
        code = 130
    for name in projects.read_text().split() if projects.exists() else ():
        subprocess.run(
            ["docker", "compose", "--project-name", name, "down", "--volumes"], check=False, capture_output=True
        )
    _unmount(own)
    shutil.rmtree(state, ignore_errors=True)
    return code


def _unmount(folder: Path) -> None:
    """Let go of what a Docker engine that was started in the folder has mounted there."""
    mounted = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    for path in sorted((one for one in mounted if Path(one).is_relative_to(folder)), reverse=True):
        subprocess.run(["umount", "--lazy", path], check=False)


if __name__ == "__main__":
    sys.exit(main())
